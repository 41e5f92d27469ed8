using System.Text;
using CleanFte.WebApi.Mcp;

namespace CleanFte.Integration.Mcp;

/// <summary>Standard input, by lines of limited length.</summary>
public sealed class McpLinesTests
{
    private const int Max = 100;

    [Theory]
    [InlineData("{\"id\":1}\n{\"id\":2}\n", "{\"id\":1}\n{\"id\":2}\n")]
    [InlineData("{\"id\":1}", "")]
    [InlineData("\n\n", "\n\n")]
    public async Task What_fits_stays_as_it_is(string input, string output) => (await Read(input)).ShouldBe(output);

    [Theory]
    [InlineData("{\"id\":7,\"x\":\"LONG\"}", "7")]
    [InlineData("{\"x\":\"LONG\",\"id\":-12}", "-12")]
    [InlineData("{\"x\":\"LONG\", \"id\" : \"a-b\" }", "\"a-b\"")]
    [InlineData("{\"params\":{\"id\":5,\"x\":\"LONG\"},\"id\":6}", "6")]
    [InlineData("{\"x\":\"LONG \\\" ,\\\"id\\\":1\",\"id\":2}", "2")]
    [InlineData("{\"params\":[{\"id\":3}],\"method\":\"id\",\"id\":4,\"x\":\"LONG\"}", "4")]
    public async Task What_is_too_long_becomes_a_request_under_its_id(string line, string id)
    {
        var output = await Read($"{line.Replace("LONG", new string('x', Max + 1), StringComparison.Ordinal)}\n{{\"id\":9}}\n");

        output.ShouldBe(
            $"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"tools/call\",\"params\":{{\"name\":\"{McpLines.TooLong}\"}}}}\n{{\"id\":9}}\n");
    }

    [Theory]
    [InlineData("{\"x\":\"LONG\"}")]
    [InlineData("LONG")]
    [InlineData("]]]]\"LONG")]
    [InlineData("{\"id\":null,\"x\":\"LONG\"}")]
    public async Task What_has_no_id_is_left_out(string line) =>
        (await Read($"{line.Replace("LONG", new string('x', Max + 1), StringComparison.Ordinal)}\n{{\"id\":9}}\n")).ShouldBe("{\"id\":9}\n");

    private static async Task<string> Read(string input)
    {
        await using var answers = new McpAnswers(Stream.Null);
        await using var lines = new McpLines(new MemoryStream(Encoding.UTF8.GetBytes(input)), Max, answers);
        using var output = new MemoryStream();
        var buffer = new byte[7];
        while (await lines.ReadAsync(buffer) is > 0 and var read)
        {
            output.Write(buffer, 0, read);
            await answers.WriteAsync(buffer.AsMemory(0, read));
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }
}
