using MediatR;

namespace DealInsights.Application.Access.Keys.CreateKey;

/// <summary>
/// Creates a key. Returns <see langword="null"/> when a valid key has that name: rotate or revoke it first.
/// </summary>
/// <param name="Name">The name of the key.</param>
/// <param name="Role">Its role.</param>
/// <param name="Days">For how many days it is valid.</param>
public sealed record CreateKeyCommand(string Name, Role Role, int Days) : IRequest<NewApiKey?>;

internal sealed class CreateKeyCommandHandler(IApiKeyRepository keys, TimeProvider clock)
    : IRequestHandler<CreateKeyCommand, NewApiKey?>
{
    public async Task<NewApiKey?> Handle(CreateKeyCommand command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if ((await keys.ListAsync(cancellationToken)).Any(key => key.Name == command.Name && key.IsValidAt(now)))
        {
            return null;
        }

        var secret = ApiKeySecret.New();
        var key = new ApiKey(ApiKeySecret.HashOf(secret), command.Name, command.Role, now, now.AddDays(command.Days));
        await keys.AddAsync(key, cancellationToken);

        return new NewApiKey(key, secret);
    }
}
