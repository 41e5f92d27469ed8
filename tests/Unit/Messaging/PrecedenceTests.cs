using CleanFte.Infrastructure.Messaging;

namespace CleanFte.Unit.Messaging;

public sealed class PrecedenceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Precedence _precedence = new();

    [Theory]
    [InlineData(7, 1_000, true)]
    [InlineData(64, 8, true)]
    [InlineData(8, 9, false)]
    public async Task Work_gives_way_when_many_wait_for_a_slow_commit(int callers, int milliseconds, bool goesOn)
    {
        _precedence.Recorded(callers, TimeSpan.FromMilliseconds(milliseconds));

        var way = _precedence.GiveWay(CancellationToken.None).AsTask();

        way.IsCompleted.ShouldBe(goesOn);
        await way.WaitAsync(Patience);
    }

    [Fact]
    public async Task Work_goes_on_however_long_recording_stays_slow()
    {
        var way = Task.Run(async () =>
        {
            _precedence.Recorded(64, TimeSpan.FromSeconds(1));
            await _precedence.GiveWay(CancellationToken.None);
        });

        using var over = new CancellationTokenSource(Patience);
        while (!way.IsCompleted && !over.IsCancellationRequested)
        {
            _precedence.Recorded(64, TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        way.IsCompletedSuccessfully.ShouldBeTrue();
    }
}
