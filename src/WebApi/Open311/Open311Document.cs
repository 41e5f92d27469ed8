using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;

namespace CleanFte.WebApi.Open311;

/// <summary>What the OpenAPI document says of GeoReport's addresses, whose formats and forms no signature shows.</summary>
internal static class Open311Document
{
    private static readonly string[] Formats = ["xml", "json"];

    private static readonly string[] Types = ["text/xml", "application/json"];

    private static readonly string[] RequestFields =
    [
        "api_key", "jurisdiction_id", "service_code", "lat", "long", "address_string", "address_id", "attribute[CODE]", "email",
        "device_id", "account_id", "first_name", "last_name", "phone", "description", "media_url",
    ];

    private static readonly string[] UpdateFields =
    [
        "api_key", "jurisdiction_id", "service_request_id", "update_id", "updated_datetime", "status", "description",
        "media_url",
    ];

    public static RouteHandlerBuilder DescribeRead(this RouteHandlerBuilder route) =>
        route.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), Types))
            .AddOpenApiOperationTransformer((operation, _, _) => Told(() => AddFormat(operation)));

    public static RouteHandlerBuilder DescribeRequest(this RouteHandlerBuilder route) => route.DescribeWrite(RequestFields);

    public static RouteHandlerBuilder DescribeUpdate(this RouteHandlerBuilder route) => route.DescribeWrite(UpdateFields);

    private static RouteHandlerBuilder DescribeWrite(this RouteHandlerBuilder route, string[] fields) =>
        route.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(string), Types))
            .AddOpenApiOperationTransformer((operation, _, _) => Told(() =>
            {
                AddFormat(operation);
                var form = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = fields.ToDictionary(
                        f => f, IOpenApiSchema (_) => new OpenApiSchema { Type = JsonSchemaType.String }),
                };
                operation.RequestBody = new OpenApiRequestBody
                {
                    Content = new Dictionary<string, OpenApiMediaType>
                    {
                        ["application/x-www-form-urlencoded"] = new OpenApiMediaType { Schema = form },
                    },
                };
            }));

    private static void AddFormat(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "format",
            In = ParameterLocation.Path,
            Required = true,
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. Formats.Select(f => (JsonNode)f)],
            },
        });
    }

    private static Task Told(Action describe)
    {
        describe();
        return Task.CompletedTask;
    }
}
