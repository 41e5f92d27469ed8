using System.Threading.Channels;

namespace CleanFte.StandIns;

/// <summary>
/// Posts the statuses of accepted messages, in order per message, without holding up the answer to the send.
/// </summary>
internal sealed class TwilioCallbacks : IAsyncDisposable
{
    private const int Posters = 4;

    private readonly TwilioStandIn _twilio;

    private readonly Channel<(string Sid, string To, string Url)> _waiting =
        Channel.CreateUnbounded<(string Sid, string To, string Url)>();

    private readonly HttpClient _http = new();

    private readonly Task[] _posters;

    private long _failed;

    public TwilioCallbacks(TwilioStandIn twilio, CancellationToken stopping)
    {
        _twilio = twilio;
        _posters = [.. Enumerable.Range(0, Posters).Select(_ => Post(stopping))];
    }

    public long Failed => Interlocked.Read(ref _failed);

    public void Enqueue(string sid, string to, string url) => _waiting.Writer.TryWrite((sid, to, url));

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await Task.WhenAll(_posters);
        _http.Dispose();
    }

    private async Task Post(CancellationToken stopping)
    {
        try
        {
            await foreach (var (sid, to, url) in _waiting.Reader.ReadAllAsync(stopping))
            {
                foreach (var status in _twilio.AutomaticStatuses)
                {
                    using var request = _twilio.StatusWebhook(url, sid, to, status);
                    if (!await IsTaken(request, stopping))
                        Interlocked.Increment(ref _failed);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The stand-in is gone; nobody waits for its callbacks.
        }
    }

    private async Task<bool> IsTaken(HttpRequestMessage request, CancellationToken stopping)
    {
        try
        {
            using var response = await _http.SendAsync(request, stopping);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Twilio does not repeat a callback either; the counter tells.
            return false;
        }
    }
}
