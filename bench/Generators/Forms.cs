using System.Globalization;
using System.Text;

namespace CleanFte.Bench.Generators;

/// <summary>Reports made with the web form, as whole HTTP requests.</summary>
internal static class Forms
{
    public static byte[] Request(Product product, int number)
    {
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"name":"Ana Torres","email":"ana.torres{{number}}@example.org","subject":"Pothole at the corner","category":"general","priority":"normal","message":"There is a deep pothole at the corner of Oak Street and Third Avenue, a bicycle fell"}
            """);
        return Encoding.ASCII.GetBytes(
            $"POST /api/v1/support/form HTTP/1.1\r\nHost: 127.0.0.1:{product.Port}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");
    }
}
