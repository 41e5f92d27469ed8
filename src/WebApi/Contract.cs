using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CleanFte.WebApi;

/// <summary>What the OpenAPI document says beyond the routes.</summary>
internal static class Contract
{
    public static void Describe(OpenApiOptions options)
    {
        // Otherwise it is named after whatever process the service runs in.
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "CleanFte";
            return Task.CompletedTask;
        });

        // Text is read by a converter of our own, of which the generator knows nothing.
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(string))
            {
                schema.Type = context.JsonPropertyInfo is { IsGetNullable: true }
                    ? JsonSchemaType.String | JsonSchemaType.Null
                    : JsonSchemaType.String;
            }

            return Task.CompletedTask;
        });
    }
}
