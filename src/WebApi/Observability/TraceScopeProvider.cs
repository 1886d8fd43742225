using System.Collections;
using System.Diagnostics;

namespace DealInsights.WebApi.Observability;

/// <summary>
/// Provides the current trace as the only scope of a log line. The framework's own scopes contain paths, and so possibly
/// names of deals.
/// </summary>
internal sealed class TraceScopeProvider : IExternalScopeProvider
{
    public void ForEachScope<TState>(Action<object?, TState> callback, TState state)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
        {
            callback(new TraceScope(activity), state);
        }
    }

    public IDisposable Push(object? state) => NoScope.Instance;

    private sealed class TraceScope(Activity activity) : IEnumerable<KeyValuePair<string, object?>>
    {
        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return new("TraceId", activity.TraceId.ToHexString());
            yield return new("SpanId", activity.SpanId.ToHexString());
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"TraceId:{activity.TraceId}, SpanId:{activity.SpanId}";
    }

    private sealed class NoScope : IDisposable
    {
        public static readonly NoScope Instance = new();

        public void Dispose()
        {
        }
    }
}
