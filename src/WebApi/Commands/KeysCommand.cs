using System.Globalization;
using DealInsights.Application.Access;
using DealInsights.Application.Access.Keys;
using DealInsights.Application.Access.Keys.CreateKey;
using DealInsights.Application.Access.Keys.ListKeys;
using DealInsights.Application.Access.Keys.RevokeKey;
using DealInsights.Application.Access.Keys.RotateKey;
using FluentValidation;
using MediatR;
using Spectre.Console;

namespace DealInsights.WebApi.Commands;

/// <summary>Makes, lists, ends and replaces API keys.</summary>
/// <param name="mediator">Answers what is asked.</param>
/// <param name="output">Is told the secret and nothing else of a new key, so that a script can take it.</param>
/// <param name="remarks">Is told about it.</param>
/// <param name="clock">Says which keys are valid.</param>
internal sealed class KeysCommand(IMediator mediator, IAnsiConsole output, TextWriter remarks, TimeProvider clock)
{
    public const string Name = "keys";

    public const string RoleOption = "--role";
    public const string DaysOption = "--days";
    public const string AtOnceOption = "--at-once";

    public const string Create = "create";
    public const string List = "list";
    public const string Revoke = "revoke";
    public const string Rotate = "rotate";

    private static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    /// <exception cref="UsageException">The arguments ask for nothing that can be done.</exception>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store does not answer.</exception>
    public async Task<int> RunAsync(CommandArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            return arguments.Words switch
            {
                [_, Create, var name] => await CreateAsync(
                    new CreateKeyCommand(name, RoleOf(arguments), DaysOf(arguments)), cancellationToken),
                [_, List] => await ListAsync(cancellationToken),
                [_, Revoke, var name] => await RevokeAsync(name, cancellationToken),
                [_, Rotate, var name] => await RotateAsync(
                    new RotateKeyCommand(name, DaysOf(arguments), arguments.Has(AtOnceOption) ? TimeSpan.Zero : Overlap),
                    cancellationToken),
                _ => throw new UsageException($"{Name} takes {Create} NAME, {List}, {Revoke} NAME or {Rotate} NAME."),
            };
        }
        catch (ValidationException invalid)
        {
            throw new UsageException(string.Join(' ', invalid.Errors.Select(error => error.ErrorMessage).Distinct()));
        }
    }

    private static Role RoleOf(CommandArguments arguments) =>
        arguments.ValuesOf(RoleOption) is [.., var name] && RoleNames.Find(name) is { } role
            ? role
            : throw new UsageException($"{RoleOption} is needed: {string.Join(", ", RoleNames.All)}.");

    private static int DaysOf(CommandArguments arguments) =>
        arguments.NumberOf(DaysOption, KeyRules.DefaultDays, KeyRules.MaxDays);

    private async Task<int> CreateAsync(CreateKeyCommand command, CancellationToken cancellationToken)
    {
        if (await mediator.Send(command, cancellationToken) is not { } made)
        {
            await remarks.WriteLineAsync($"{command.Name} has a valid key: rotate it, or revoke it first.");
            return ExitCodes.Refused;
        }

        await ShowAsync(made);
        return ExitCodes.Done;
    }

    private async Task<int> ListAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var table = new Table().AddColumns("Name", "Role", "State", "Created", "Expires", "Last used");
        foreach (var key in await mediator.Send(new ListKeysQuery(), cancellationToken))
        {
            table.AddRow(
                Markup.Escape(key.Name), RoleNames.NameOf(key.Role), StateOf(key, now), Minute(key.CreatedAt), Minute(key.ExpiresAt), Minute(key.LastUsedAt));
        }

        output.Write(table);
        return ExitCodes.Done;
    }

    private async Task<int> RevokeAsync(string name, CancellationToken cancellationToken)
    {
        var revoked = await mediator.Send(new RevokeKeyCommand(name), cancellationToken);
        await remarks.WriteLineAsync(revoked > 0
            ? $"Revoked {revoked}. Every instance refuses it within a minute."
            : $"{name} has no valid key.");

        return revoked > 0 ? ExitCodes.Done : ExitCodes.Refused;
    }

    private async Task<int> RotateAsync(RotateKeyCommand command, CancellationToken cancellationToken)
    {
        if (await mediator.Send(command, cancellationToken) is not { } made)
        {
            await remarks.WriteLineAsync($"{command.Name} has no valid key.");
            return ExitCodes.Refused;
        }

        await ShowAsync(made);
        await remarks.WriteLineAsync(command.Overlap > TimeSpan.Zero
            ? "The key before it is good for another day."
            : "The key before it is refused by every instance within a minute.");

        return ExitCodes.Done;
    }

    private async Task ShowAsync(NewApiKey made)
    {
        await remarks.WriteLineAsync(
            $"{made.Key.Name}, {RoleNames.NameOf(made.Key.Role)}, until {Minute(made.Key.ExpiresAt)} UTC. It is shown this once:");
        output.WriteLine(made.Secret);
    }

    private static string StateOf(ApiKey key, DateTimeOffset now) => key switch
    {
        { RevokedAt: not null } => "revoked",
        _ when key.IsValidAt(now) => "valid",
        _ => "expired",
    };

    private static string Minute(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";
}
