using CleanFte.Infrastructure.Schema;
using CleanFte.Integration.Projections;

namespace CleanFte.Integration.EventStore;

public sealed class ArticleUseMigrationTests(FreshDatabase database) : IClassFixture<FreshDatabase>
{
    private const string Uses = """
        select string_agg(concat_ws('/', tenant_id, run_id, article_id, version, conversation_id, decision, at), ' ' order by run_id)
        from article_uses
        """;

    [Fact]
    public async Task Runs_of_before_are_among_the_uses_of_their_articles()
    {
        var work = new Work(database);
        await work.Learn("When do you collect sofas?");
        await work.Learn("When do you collect chairs?");
        var written = await database.Scalar<string>(Uses);
        await database.Execute("drop table answer_proposals, answer_sources, article_uses");

        var script = Migrations.Scripts().Single(s => s.StartsWith("0017", StringComparison.Ordinal));
        await database.Execute(await Migrations.Read(script, CancellationToken.None));

        (await database.Scalar<string>(Uses)).ShouldBe(written);
        (await database.Scalar<long>("select count(*) from article_uses")).ShouldBe(2);
    }
}
