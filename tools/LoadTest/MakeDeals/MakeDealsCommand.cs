using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Cli;

namespace DealInsights.LoadTest.MakeDeals;

/// <summary>Writes a folder of invented deals, a file for each collection and a document on each line.</summary>
internal sealed class MakeDealsCommand : AsyncCommand<MakeDealsCommand.Settings>
{
    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override async Task<int> ExecuteAsync(
        CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Folder);
        var maker = new DealMaker(
            settings.Seed, new DealShape(settings.Meetings, settings.Events, settings.TranscriptLength));
        var files = new Dictionary<string, StreamWriter>();
        try
        {
            foreach (var (collection, document) in Enumerable.Range(settings.First, settings.Count).SelectMany(maker.Make))
            {
                if (!files.TryGetValue(collection, out var file))
                {
                    // CreateNew: never overwrites an export that somebody may still need.
                    file = new StreamWriter(File.Open(
                        Path.Combine(settings.Folder, $"{collection}.json"), FileMode.CreateNew, FileAccess.Write));
                    files.Add(collection, file);
                }

                await file.WriteLineAsync(document.ToJsonString(Format).AsMemory(), cancellationToken);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The deals cannot be written: {failure.Message}");
            return 1;
        }
        finally
        {
            foreach (var file in files.Values)
            {
                await file.DisposeAsync();
            }
        }

        await Console.Out.WriteLineAsync($"Written: {settings.Count:#,0} deals to {settings.Folder}");
        return 0;
    }

    internal sealed class Settings : CommandSettings
    {
        [CommandOption("--folder <FOLDER>", isRequired: true)]
        [Description("Where to write the files; they must not exist yet")]
        public string Folder { get; init; } = "";

        [CommandOption("--count <N>", isRequired: true)]
        [Description("How many deals")]
        public int Count { get; init; }

        [CommandOption("--first <N>")]
        [Description("The first deal's number, so that a second folder can hold others")]
        [DefaultValue(1)]
        public int First { get; init; }

        [CommandOption("--seed <N>")]
        [Description("The same seed makes the same deals")]
        [DefaultValue(1)]
        public int Seed { get; init; }

        [CommandOption("--meetings <N>")]
        [Description("Meetings of a deal, on average")]
        [DefaultValue(6.4)]
        public double Meetings { get; init; }

        [CommandOption("--events <N>")]
        [Description("Timeline events of a deal, on average")]
        [DefaultValue(45.0)]
        public double Events { get; init; }

        [CommandOption("--transcript-length <N>")]
        [Description("Characters of a transcript, on average")]
        [DefaultValue(3000)]
        public int TranscriptLength { get; init; }

        public override ValidationResult Validate() =>
            Count is < 1 or > 1_000_000 || First < 1 || First + (long)Count > 9_999_999
                ? ValidationResult.Error("--count takes 1 to 1000000, --first from 1; numbers end at 9999999.")
            : Meetings is < 1 or > 100 || Events is < 1 or > 1000 || TranscriptLength is < 500 or > 60_000
                ? ValidationResult.Error("--meetings takes 1 to 100, --events 1 to 1000, --transcript-length 500 to 60000.")
            : ValidationResult.Success();
    }
}
