using System.Globalization;
using DealInsights.LoadTest.CommandLine;

namespace DealInsights.LoadTest.MadeDeals;

/// <summary>Writes a folder of invented deals that the service's <c>import</c> loads.</summary>
internal static class MakeDealsCommand
{
    public const string Mode = "make-deals";

    /// <exception cref="UsageException">The options cannot be used, or the files cannot be written.</exception>
    public static async Task RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken stop)
    {
        var options = MakeDealsOptions.Parse(arguments);
        try
        {
            await using var files = new DealFiles(options.Folder);
            var maker = new DealMaker(options.Seed);
            for (var made = 0; made < options.Count; made++)
            {
                stop.ThrowIfCancellationRequested();
                files.Write(maker.Make(options.First + made));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The deals cannot be written to {options.Folder}: {failure.Message}");
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Written: {options.Count:N0} deals to {options.Folder}, {DealMaker.NameOf(options.First)} to "
            + $"{DealMaker.NameOf(options.First + options.Count - 1)}"));
    }
}
