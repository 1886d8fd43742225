using DealInsights.Domain.Privacy;
using MediatR;

namespace DealInsights.Application.Privacy.RemovePerson;

/// <summary>
/// Removes a person from all that is stored. Returns what was removed, or <see langword="null"/> when nothing of the
/// person is stored.
/// </summary>
/// <param name="Email">The e-mail address of the person, ignoring case.</param>
/// <param name="IsRehearsal">Only says what would be removed.</param>
public sealed record RemovePersonCommand(string? Email, bool IsRehearsal) : IRequest<RemovalReport?>;

internal sealed class RemovePersonCommandHandler(IDataRemoval removal)
    : IRequestHandler<RemovePersonCommand, RemovalReport?>
{
    public async Task<RemovalReport?> Handle(RemovePersonCommand request, CancellationToken cancellationToken)
    {
        var person = PersonAddress.Read(request.Email)!;
        var report = await removal.RemovePersonAsync(person, request.IsRehearsal, cancellationToken);

        return report.IsEmpty ? null : report;
    }
}
