using System.Globalization;
using DealInsights.Application.Privacy;
using DealInsights.Application.Privacy.RemoveDeal;
using DealInsights.Application.Privacy.RemovePerson;
using FluentValidation;
using MediatR;
using Spectre.Console;

namespace DealInsights.WebApi.Commands;

/// <summary>Removes a deal or a person from all that is stored, and lists what was removed.</summary>
internal sealed class PurgeCommand(IMediator mediator, IAnsiConsole output)
{
    public const string Name = "purge";

    public const string DealOption = "--deal";
    public const string PersonOption = "--person";
    public const string RehearsalOption = "--dry-run";

    /// <exception cref="UsageException">The arguments do not say what to remove.</exception>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public async Task<int> RunAsync(CommandArguments arguments, CancellationToken cancellationToken)
    {
        var isRehearsal = arguments.Has(RehearsalOption);
        IRequest<RemovalReport?> removal = (arguments.ValuesOf(DealOption), arguments.ValuesOf(PersonOption)) switch
        {
            ([var deal], []) => new RemoveDealCommand(deal, isRehearsal),
            ([], [var email]) => new RemovePersonCommand(email, isRehearsal),
            _ => throw new UsageException($"{Name} needs either {DealOption} NAME or {PersonOption} EMAIL."),
        };
        try
        {
            return Show(await mediator.Send(removal, cancellationToken));
        }
        catch (ValidationException invalid)
        {
            throw new UsageException(string.Join(' ', invalid.Errors.Select(error => error.ErrorMessage).Distinct()));
        }
    }

    private int Show(RemovalReport? report)
    {
        // Without the name or the address, here and below: what a command writes may be kept as a log.
        if (report is null)
        {
            output.WriteLine("Nothing of it is stored.");
            return ExitCodes.Refused;
        }

        var table = new Table().AddColumns("Collection", "Removed", "Changed", "Left");
        foreach (var collection in report.Collections)
        {
            table.AddRow(
            [
                collection.Collection,
                .. new[] { collection.Removed, collection.Changed, collection.Left }
                    .Select(number => number.ToString("N0", CultureInfo.InvariantCulture)),
            ]);
        }

        output.Write(table);
        if (report.IsRehearsal)
        {
            output.WriteLine("Nothing was changed: this is what would be.");
        }

        if (report.Collections.All(collection => collection.Left == 0))
        {
            return ExitCodes.Done;
        }

        output.WriteLine(
            "What is left names the person in a deal's name or a meeting's identifier, or is damaged: remove those deals by their names.");
        return ExitCodes.Refused;
    }
}
