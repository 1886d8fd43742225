using DealInsights.Infrastructure.Insights;

namespace DealInsights.Infrastructure.IntegrationTests.Insights;

[TestFixture]
internal sealed class SharedCallTests
{
    private static readonly CancellationToken Patient = CancellationToken.None;

    [Test]
    public async Task Wait_ByMany_DoesTheWorkOnce()
    {
        var begun = 0;
        var result = new TaskCompletionSource<int>();
        var call = new SharedCall<int>(_ =>
        {
            begun++;
            return result.Task;
        });

        var waiting = Enumerable.Range(0, 10).Select(_ => JoinAsync(call, Patient)).ToList();
        result.SetResult(42);

        Assert.That(await Task.WhenAll(waiting), Is.All.EqualTo(42));
        Assert.That(begun, Is.EqualTo(1));
    }

    [Test]
    public async Task Wait_WhenOneGivesUp_GoesOnForTheOthers()
    {
        var result = new TaskCompletionSource<int>();
        var work = CancellationToken.None;
        var call = new SharedCall<int>(token =>
        {
            work = token;
            return result.Task;
        });
        using var impatient = new CancellationTokenSource();
        var leaving = JoinAsync(call, impatient.Token);
        var staying = JoinAsync(call, Patient);

        await impatient.CancelAsync();

        Assert.That(async () => await leaving, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(work.IsCancellationRequested, Is.False);
        result.SetResult(42);
        Assert.That(await staying, Is.EqualTo(42));
    }

    [Test]
    public async Task Wait_WhenTheLastGivesUp_EndsTheWorkAndTakesNobodyMore()
    {
        var work = CancellationToken.None;
        var call = new SharedCall<int>(async token =>
        {
            work = token;
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        });
        using var impatient = new CancellationTokenSource();
        var leaving = JoinAsync(call, impatient.Token);

        await impatient.CancelAsync();

        Assert.That(async () => await leaving, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(work.IsCancellationRequested, Is.True);
        Assert.That(call.TryJoin(), Is.False);
    }

    private static async Task<int> JoinAsync(SharedCall<int> call, CancellationToken cancellationToken)
    {
        Assert.That(call.TryJoin(), Is.True);

        return await call.WaitAsync(cancellationToken);
    }
}
