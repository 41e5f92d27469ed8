using CleanFte.StandIns;

namespace CleanFte.Integration.Agent;

/// <summary>Lets a model's next answer wait, and tells that it was asked.</summary>
internal sealed class ModelGate : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _asked;

    public ModelGate(ModelStandIn model) => model.Player = async _ =>
    {
        if (Interlocked.Increment(ref _asked) == 1)
        {
            _reached.SetResult();
            await _open.Task;
        }

        return null;
    };

    /// <summary>Plans what the model does; its first answer waits until the gate is opened.</summary>
    public static ModelGate Hold(ModelHost host, params ModelTurn[] turns)
    {
        host.Plan(turns);
        return new ModelGate(host.Model);
    }

    /// <summary>Ends when the model is asked.</summary>
    public Task Reached => _reached.Task.WaitAsync(Faults.Wait.Limit);

    public void Open() => _open.TrySetResult();

    public void Dispose() => Open();
}
