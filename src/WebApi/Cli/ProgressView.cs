using DealInsights.Application;
using Spectre.Console;

namespace DealInsights.WebApi.Cli;

/// <summary>Shows progress: bars on a terminal, elsewhere one line per part of the work.</summary>
internal static class ProgressView
{
    public static Task<T> ShowAsync<T>(string verb, Func<IProgress<WorkProgress>, Task<T>> work) =>
        AnsiConsole.Profile.Out.IsTerminal
            ? AnsiConsole.Progress().StartAsync(bars => work(new Bars(bars)))
            : work(new Lines(verb));

    private sealed class Bars(ProgressContext bars) : IProgress<WorkProgress>
    {
        private readonly Dictionary<string, ProgressTask> _bars = new(StringComparer.Ordinal);

        public void Report(WorkProgress value)
        {
            if (!_bars.TryGetValue(value.Part, out var bar))
            {
                bar = bars.AddTask(Markup.Escape(value.Part));
                _bars.Add(value.Part, bar);
            }

            // An empty file or collection is complete too.
            bar.MaxValue = Math.Max(value.Total, 1);
            bar.Value = value.Total == 0 ? bar.MaxValue : value.Done;
        }
    }

    private sealed class Lines(string verb) : IProgress<WorkProgress>
    {
        private string? _latest;

        public void Report(WorkProgress value)
        {
            if (value.Part != _latest)
            {
                _latest = value.Part;
                AnsiConsole.WriteLine($"{verb} {value.Part}");
            }
        }
    }
}
