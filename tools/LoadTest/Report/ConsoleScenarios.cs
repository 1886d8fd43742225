using DealInsights.LoadTest.Results;
using Spectre.Console;

namespace DealInsights.LoadTest.Report;

/// <summary>Prints what a soak, a crowded run and streams came to.</summary>
internal static class ConsoleScenarios
{
    public static void WriteSoak(IAnsiConsole console, SoakResult soak)
    {
        if (soak.Marks.Count > 0)
        {
            var table = ConsoleTable.New("Soak: the service's process", SoakWording.MarkColumns);
            foreach (var mark in soak.Marks)
            {
                table.AddRow(SoakWording.Cells(mark).Select(cell => ConsoleTable.Text(cell)));
            }

            console.Write(table);
        }

        console.WriteLine($"Soak: {SoakWording.Summary(soak)}");
        foreach (var line in SoakWording.Answers(soak))
        {
            console.WriteLine(line);
        }

        console.WriteLine(SoakWording.Verdict(soak), soak.IsFlat switch
        {
            true => Color.Green,
            false => Color.Red,
            null => Color.Yellow,
        });
    }

    public static void WriteStreams(IAnsiConsole console, StreamResult streams)
    {
        var table = ConsoleTable.New("How soon streams begin", StreamWording.Columns);
        foreach (var row in StreamWording.Rows(streams))
        {
            table.AddRow(row.Select(cell => ConsoleTable.Text(cell)));
        }

        console.Write(table);
        console.WriteLine(StreamWording.Failures(streams));
        console.WriteLine(StreamWording.Verdict(streams), streams.IsMet switch
        {
            true => Color.Green,
            false => Color.Red,
            null => Color.Yellow,
        });
    }

    public static void WriteCrowded(IAnsiConsole console, CrowdedResult crowded)
    {
        if (crowded.Alone is not null)
        {
            var table = ConsoleTable.New("Stored answers in a crowd of requests for the model", CrowdedWording.Columns);
            foreach (var (cells, hasErrors) in CrowdedWording.Rows(crowded))
            {
                table.AddRow(cells.Select((cell, column) =>
                    ConsoleTable.Text(cell, hasErrors && column == cells.Count - 1 ? Color.Red : null)));
            }

            console.Write(table);
            console.WriteLine(CrowdedWording.Crowd(crowded));
        }

        console.WriteLine(CrowdedWording.Preparation(crowded));
        foreach (var problem in CrowdedWording.Problems(crowded))
        {
            console.WriteLine(problem, Color.Red);
        }

        if (CrowdedWording.Verdict(crowded) is { } verdict)
        {
            console.WriteLine(verdict, crowded.IsMet is true ? Color.Green : Color.Red);
        }
    }
}
