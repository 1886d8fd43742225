using MediatR;

namespace DealInsights.Application.Access.Keys.RotateKey;

/// <summary>
/// Creates a key with the same name and role as the valid one, which stays valid for a while. Returns
/// <see langword="null"/> when no valid key has that name.
/// </summary>
/// <param name="Name">The name of the key.</param>
/// <param name="Days">For how many days the new one is valid.</param>
/// <param name="Overlap">How long the old key stays valid, unless it expires before; zero: not at all.</param>
public sealed record RotateKeyCommand(string Name, int Days, TimeSpan Overlap) : IRequest<NewApiKey?>;

internal sealed class RotateKeyCommandHandler(IApiKeyRepository keys, TimeProvider clock)
    : IRequestHandler<RotateKeyCommand, NewApiKey?>
{
    public async Task<NewApiKey?> Handle(RotateKeyCommand command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var old = (await keys.ListAsync(cancellationToken))
            .Where(key => key.Name == command.Name && key.IsValidAt(now))
            .ToList();
        if (old.Count == 0)
        {
            return null;
        }

        // The new one first: if the rest fails, its holder has two rather than none.
        var secret = ApiKeySecret.New();
        var key = new ApiKey(ApiKeySecret.HashOf(secret), command.Name, old[^1].Role, now, now.AddDays(command.Days));
        await keys.AddAsync(key, cancellationToken);
        foreach (var ending in old)
        {
            await keys.ExpireAsync(ending.Hash, now + command.Overlap, cancellationToken);
        }

        return new NewApiKey(key, secret);
    }
}
