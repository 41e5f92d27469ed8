using System.ComponentModel.DataAnnotations;
using CleanFte.Domain.Tickets;
using CleanFte.WebApi.Tickets;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CleanFte.WebApi;

/// <summary>What the OpenAPI document says beyond the routes.</summary>
internal static class Contract
{
    private const string ApiKeyScheme = "apiKey";
    private const string AccessCodeScheme = "accessCode";
    private const string BearerScheme = "bearerKey";

    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            // Otherwise it is named after whatever process the service runs in.
            document.Info.Title = "CleanFte";
            document.AddComponent(
                ApiKeyScheme, Header(Access.KeyHeader, "A key of the tenant, from POST /api/v1/admin/api-keys."));
            document.AddComponent(
                AccessCodeScheme,
                Header(ReporterAccess.CodeHeader, "The ticket's access code, from POST /api/v1/support/form."));
            document.AddComponent(BearerScheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The same key, for clients that can send a bearer token only.",
            });
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            operation.Security = Security(metadata.OfType<Admission>().LastOrDefault(), context.Document);
            if (metadata.OfType<BearerKeys>().Any())
            {
                operation.Security?.Add(Requirement(BearerScheme, context.Document));
            }

            return Task.CompletedTask;
        });

        // Text and ids are read by converters of our own, of which the generator knows nothing.
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(string))
            {
                schema.Type = context.JsonPropertyInfo is { IsGetNullable: true }
                    ? JsonSchemaType.String | JsonSchemaType.Null
                    : JsonSchemaType.String;
                if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(StringLengthAttribute), true)
                    is [StringLengthAttribute length])
                {
                    // Of what may be left out, the generator forgets the length.
                    (schema.MinLength, schema.MaxLength) = (length.MinimumLength, length.MaximumLength);
                }
            }
            else if (context.JsonTypeInfo.ElementType == typeof(string))
            {
                schema.Items ??= new OpenApiSchema { Type = JsonSchemaType.String };
            }
            else if (context.JsonTypeInfo.Type == typeof(Place) && schema.Properties?["address"] is OpenApiSchema address)
            {
                address.MaxLength = Place.MaxAddress;
            }
            else if (context.JsonTypeInfo.Type == typeof(TicketId))
            {
                (schema.Type, schema.Format) = (JsonSchemaType.String, "uuid");
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>What a caller has to show, one of them; the empty requirement asks for nothing.</summary>
    private static List<OpenApiSecurityRequirement>? Security(Admission? admission, OpenApiDocument? document)
    {
        var key = Requirement(ApiKeyScheme, document);
        return admission?.Kind switch
        {
            AdmissionKind.Keys => [key],
            AdmissionKind.Reporters => [Requirement(AccessCodeScheme, document), key],
            AdmissionKind.Open311 when admission.Roles.Count > 0 => [key],
            AdmissionKind.Citizens or AdmissionKind.Open311 => [[], key],
            _ => null,
        };
    }

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument? document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };

    private static OpenApiSecurityScheme Header(string name, string description) => new()
    {
        Type = SecuritySchemeType.ApiKey,
        In = ParameterLocation.Header,
        Name = name,
        Description = description,
    };
}
