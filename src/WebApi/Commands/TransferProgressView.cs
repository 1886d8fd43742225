using DealInsights.Application.Transfer;
using Spectre.Console;

namespace DealInsights.WebApi.Commands;

/// <summary>Shows how far a transfer is: bars on a terminal, elsewhere one line a collection, which a log can hold.</summary>
internal static class TransferProgressView
{
    public static Task<T> ShowAsync<T>(IAnsiConsole output, string verb, Func<IProgress<TransferProgress>, Task<T>> transfer) =>
        output.Profile.Out.IsTerminal
            ? output.Progress().StartAsync(bars => transfer(new Bars(bars)))
            : transfer(new Lines(output, verb));

    private sealed class Bars(ProgressContext bars) : IProgress<TransferProgress>
    {
        private readonly Dictionary<string, ProgressTask> _bars = new(StringComparer.Ordinal);

        public void Report(TransferProgress value)
        {
            if (!_bars.TryGetValue(value.Collection, out var bar))
            {
                bar = bars.AddTask(Markup.Escape(value.Collection));
                _bars.Add(value.Collection, bar);
            }

            // An empty file or collection is complete too.
            bar.MaxValue = Math.Max(value.Total, 1);
            bar.Value = value.Total == 0 ? bar.MaxValue : value.Done;
        }
    }

    private sealed class Lines(IAnsiConsole output, string verb) : IProgress<TransferProgress>
    {
        private string? _latest;

        public void Report(TransferProgress value)
        {
            if (value.Collection != _latest)
            {
                _latest = value.Collection;
                output.WriteLine($"{verb} {value.Collection}");
            }
        }
    }
}
