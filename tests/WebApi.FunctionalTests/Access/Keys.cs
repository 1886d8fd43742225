using DealInsights.Application.Access;
using DealInsights.Application.Access.Keys.CreateKey;
using DealInsights.Application.Access.Keys.RevokeKey;
using DealInsights.Application.Access.Keys.RotateKey;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace DealInsights.WebApi.FunctionalTests.Access;

/// <summary>Keys as an operator makes and ends them.</summary>
internal static class Keys
{
    public static async Task<string> NewKeyAsync(this DealInsightsApi api, Role role, string? name = null) =>
        (await api.SendAsync(new CreateKeyCommand(name ?? $"{role}-{Guid.NewGuid():N}", role, Days: 1)))!.Secret;

    public static async Task<string> RotatedKeyAsync(this DealInsightsApi api, string name, TimeSpan overlap = default) =>
        (await api.SendAsync(new RotateKeyCommand(name, Days: 1, overlap == default ? TimeSpan.FromDays(1) : overlap)))!.Secret;

    public static Task<int> RevokeKeyAsync(this DealInsightsApi api, string name) => api.SendAsync(new RevokeKeyCommand(name));

    private static async Task<T> SendAsync<T>(this DealInsightsApi api, IRequest<T> request)
    {
        await using var scope = api.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }
}
