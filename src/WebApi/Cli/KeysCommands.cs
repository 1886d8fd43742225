using System.ComponentModel;
using System.Globalization;
using DealInsights.Application.Access;
using DealInsights.Application.Access.Keys;
using DealInsights.Application.Access.Keys.CreateKey;
using DealInsights.Application.Access.Keys.ListKeys;
using DealInsights.Application.Access.Keys.RevokeKey;
using DealInsights.Application.Access.Keys.RotateKey;
using MediatR;
using Spectre.Console;
using Spectre.Console.Cli;

namespace DealInsights.WebApi.Cli;

/// <summary>The name of a key.</summary>
internal class KeySettings : CommandSettings
{
    [CommandArgument(0, "<NAME>")]
    [Description("The name of the key.")]
    public required string Name { get; init; }
}

/// <summary>The name of a key, and how long a new one is valid.</summary>
internal class NewKeySettings : KeySettings
{
    [CommandOption("--days <N>")]
    [Description("How many days the new key is valid.")]
    [DefaultValue(KeyRules.DefaultDays)]
    public int Days { get; init; }

    public override ValidationResult Validate() => OptionValues.InRange("--days", Days, KeyRules.MaxDays);
}

/// <summary>Reports that a subcommand is missing.</summary>
internal sealed class KeysCommand : Command
{
    public override int Execute(CommandContext context, CancellationToken cancellationToken) =>
        throw new UsageException("keys needs one of create, list, revoke and rotate.");
}

/// <summary>Creates an API key.</summary>
internal sealed class KeysCreateCommand(CommandServices services)
    : AuditedCommand<KeysCreateCommand.Settings>(services, "keys create")
{
    protected override async Task<int> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        var command = new CreateKeyCommand(settings.Name, settings.KnownRole!.Value, settings.Days);
        if (await Services.Get<IMediator>().Send(command, cancellationToken) is not { } created)
        {
            await Console.Error.WriteLineAsync($"{settings.Name} has a valid key: rotate it, or revoke it first.");
            return ExitCodes.Refused;
        }

        await KeyOutput.ShowAsync(created);
        return ExitCodes.Done;
    }

    internal sealed class Settings : NewKeySettings
    {
        [CommandOption("--role <ROLE>")]
        [Description("reader (deals), operator (diagnostics, metrics) or admin (everything).")]
        public string? Role { get; init; }

        public Role? KnownRole => Role is null ? null : RoleNames.Find(Role);

        public override ValidationResult Validate() => KnownRole is null
            ? ValidationResult.Error($"--role is needed: {string.Join(", ", RoleNames.All)}.")
            : base.Validate();
    }
}

/// <summary>Lists the API keys.</summary>
internal sealed class KeysListCommand(CommandServices services) : AuditedCommand<EmptyCommandSettings>(services, "keys list")
{
    protected override async Task<int> RunAsync(EmptyCommandSettings settings, CancellationToken cancellationToken)
    {
        var now = Services.Get<TimeProvider>().GetUtcNow();
        var table = new Table().AddColumns("Name", "Role", "State", "Created", "Expires", "Last used");
        foreach (var key in await Services.Get<IMediator>().Send(new ListKeysQuery(), cancellationToken))
        {
            table.AddRow(
                Markup.Escape(key.Name),
                RoleNames.NameOf(key.Role),
                StateOf(key, now),
                KeyOutput.Minute(key.CreatedAt),
                KeyOutput.Minute(key.ExpiresAt),
                KeyOutput.Minute(key.LastUsedAt));
        }

        AnsiConsole.Write(table);
        return ExitCodes.Done;
    }

    private static string StateOf(ApiKey key, DateTimeOffset now) => key switch
    {
        { RevokedAt: not null } => "revoked",
        _ when key.IsValidAt(now) => "valid",
        _ => "expired",
    };
}

/// <summary>Ends an API key.</summary>
internal sealed class KeysRevokeCommand(CommandServices services) : AuditedCommand<KeySettings>(services, "keys revoke")
{
    protected override async Task<int> RunAsync(KeySettings settings, CancellationToken cancellationToken)
    {
        var revoked = await Services.Get<IMediator>().Send(new RevokeKeyCommand(settings.Name), cancellationToken);
        await Console.Error.WriteLineAsync(revoked > 0
            ? $"Revoked {revoked}. Every instance refuses it within a minute."
            : $"{settings.Name} has no valid key.");

        return revoked > 0 ? ExitCodes.Done : ExitCodes.Refused;
    }
}

/// <summary>Creates a successor of an API key.</summary>
internal sealed class KeysRotateCommand(CommandServices services)
    : AuditedCommand<KeysRotateCommand.Settings>(services, "keys rotate")
{
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    protected override async Task<int> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        var command = new RotateKeyCommand(settings.Name, settings.Days, settings.AtOnce ? TimeSpan.Zero : Overlap);
        if (await Services.Get<IMediator>().Send(command, cancellationToken) is not { } created)
        {
            await Console.Error.WriteLineAsync($"{settings.Name} has no valid key.");
            return ExitCodes.Refused;
        }

        await KeyOutput.ShowAsync(created);
        await Console.Error.WriteLineAsync(settings.AtOnce
            ? "Every instance refuses the old key within a minute."
            : "The old key stays valid for a day.");

        return ExitCodes.Done;
    }

    internal sealed class Settings : NewKeySettings
    {
        [CommandOption("--at-once")]
        [Description("End the old key now.")]
        public bool AtOnce { get; init; }
    }
}

/// <summary>Prints keys: only the secret goes to standard output, so that a script can take it.</summary>
internal static class KeyOutput
{
    public static async Task ShowAsync(NewApiKey created)
    {
        await Console.Error.WriteLineAsync(
            $"{created.Key.Name}, {RoleNames.NameOf(created.Key.Role)}, until {Minute(created.Key.ExpiresAt)} UTC. It is shown this once:");
        AnsiConsole.WriteLine(created.Secret);
    }

    public static string Minute(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";
}
