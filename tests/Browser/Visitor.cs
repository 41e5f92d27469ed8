using System.Text.Json;
using System.Text.RegularExpressions;

namespace CleanFte.Browser;

/// <summary>Somebody with a browser of his own. Whatever his browser complains of fails the test.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private static readonly string Axe = File.ReadAllText(
        Path.Combine(BrowserHost.Repository, "web", "node_modules", "axe-core", "axe.min.js"));

    private static readonly string[] Standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    /// <summary>One red pixel.</summary>
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==");

    /// <summary>Of layout shift, as web vitals count it; 0.1 counts as good.</summary>
    private const double MaxShift = 0.02;

    /// <summary>Done when what was pending stood on the screen for a frame.</summary>
    private const string Drawn = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";

    private readonly IBrowserContext _context;

    private readonly SemaphoreSlim _oneByOne = new(1);

    private readonly List<string> _complaints = [];

    private readonly List<string> _forgiven = ["Failed to load resource"];

    public Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            // What a server refuses or a cut line loses is part of some tests; a page's own mistakes are of none.
            if (message.Type == "error"
                && !_forgiven.Exists(beginning => message.Text.StartsWith(beginning, StringComparison.Ordinal)))
            {
                _complaints.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    /// <summary>What the test expects the page to complain of.</summary>
    public void Forgive(string beginning) => _forgiven.Add(beginning);

    public static FilePayload Photo(string name = "hole.png") => new() { Name = name, MimeType = "image/png", Buffer = Pixel };

    public ILocator Named(string name) => Page.Locator($"[name={name}]");

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = name });

    /// <summary>Fills in the report; what is not given is as anybody would write it.</summary>
    public async Task FillReport(string subject = "Deep pothole", string message = "There is a deep hole in the road", string category = "pothole")
    {
        await Page.Locator($"input[value={category}]").CheckAsync(new LocatorCheckOptions { Force = true });
        await Named("subject").FillAsync(subject);
        await Named("message").FillAsync(message);
        await Named("name").FillAsync("Ana García");
        await Named("email").FillAsync("ana@example.org");
    }

    /// <summary>Holds the page to WCAG 2.2 AA as far as a machine can see.</summary>
    public async Task ShouldBeAccessible()
    {
        await Page.EvaluateAsync(Axe);
        var found = await Page.EvaluateAsync<JsonElement>(
            "tags => axe.run(document, { runOnly: { type: 'tag', values: tags } }).then(r => r.violations.map(v => "
            + "`${v.id}: ${v.nodes.map(n => n.html).join(' | ')}`))",
            Standards);
        found.EnumerateArray().Select(v => v.GetString()).ShouldBeEmpty($"{Page.Url}");
    }

    /// <summary>From now on looks for what moves by itself, and keeps each answer back until the page was drawn without it.</summary>
    public async Task WatchLayout()
    {
        await Page.AddInitScriptAsync("""
            window.moved = [];
            new PerformanceObserver((list) => window.moved.push(...list.getEntries().filter((e) => !e.hadRecentInput)
              .map((e) => ({ value: e.value, what: e.sources.map((s) => s.node?.outerHTML?.slice(0, 120) ?? s.node?.textContent).join(' | ') }))))
              .observe({ type: 'layout-shift', buffered: true });
            """);
        await Page.RouteAsync("**/api/v1/**", async route =>
        {
            await _oneByOne.WaitAsync();
            try
            {
                await Page.EvaluateAsync(Drawn);
                await route.FallbackAsync();
            }
            finally
            {
                _oneByOne.Release();
            }
        });
    }

    /// <summary>Holds what has moved since the page began to a fifth of what counts as good.</summary>
    public async Task ShouldNotJump()
    {
        // The portal has answered, too, whose name is in every title.
        await Expect(Page).ToHaveTitleAsync(new Regex("Villaverde"));
        await Page.EvaluateAsync(Drawn);
        var moved = (await Page.EvaluateAsync<JsonElement>("window.moved")).EnumerateArray().ToList();
        moved.Sum(m => m.GetProperty("value").GetDouble()).ShouldBeLessThan(MaxShift, $"{Page.Url}: {string.Join('\n', moved)}");
    }

    /// <summary>Nothing sticks out at the side.</summary>
    public async Task ShouldFit() =>
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .ShouldBe(0, Page.Url);

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        _complaints.ShouldBeEmpty();
    }
}
