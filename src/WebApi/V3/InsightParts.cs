using System.ComponentModel.DataAnnotations;
using AutoMapper;
using DealInsights.Application.Concerns.GetConcerns;
using DealInsights.Application.Deals.GetDeal;
using DealInsights.Application.Failures;
using DealInsights.Application.Meetings.GetOverview;
using DealInsights.Application.Stakeholders.GetStakeholders;
using DealInsights.Domain.Deals;
using FluentValidation.Results;
using MediatR;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.V3;

/// <summary>Limits of <c>GET /deals/{dealId}/insights</c>, section <c>CombinedInsights</c>.</summary>
public sealed class InsightPartOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "CombinedInsights";

    /// <summary>
    /// How long each part may take; they run side by side, so this bounds the whole. A part that takes longer is
    /// cancelled, and the others are returned.
    /// </summary>
    /// <value>10 seconds unless configured; from 10 milliseconds to 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan PartTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Reads several parts of what is known about a deal side by side.</summary>
public sealed partial class InsightParts(
    IMediator mediator,
    IMapper mapper,
    IOptions<InsightPartOptions> options,
    TimeProvider clock,
    ILogger<InsightParts> logger)
{
    internal static readonly string[] Names = ["deal", "concerns", "overview", "stakeholders"];

    /// <summary>Reads a comma-separated list of part names; all of them for none.</summary>
    /// <exception cref="FluentValidation.ValidationException">One of them is no part.</exception>
    internal static IReadOnlyCollection<string> ReadNames(string? include)
    {
        if (string.IsNullOrWhiteSpace(include))
        {
            return Names;
        }

        var wanted = include.Split(',', StringSplitOptions.TrimEntries);

        return wanted.Except(Names, StringComparer.Ordinal).Any()
            ? throw new FluentValidation.ValidationException(
                [new ValidationFailure(nameof(include), $"It is one or more of {string.Join(", ", Names)}, separated by commas.")])
            : wanted;
    }

    /// <summary>Reads the wanted parts of a deal; the others are <see langword="null"/>.</summary>
    /// <exception cref="UpstreamUnavailableException">No part could be read because the database does not answer.</exception>
    internal async Task<InsightsV3> ReadAsync(
        string dealName, IReadOnlyCollection<string> wanted, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Value.PartTimeout, clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var reference = DealReference.ByName(dealName);
        var failures = new List<UpstreamUnavailableException>();

        var deal = ReadPartAsync<DealDetails, DealV3>("deal", new GetDealQuery(reference));
        var concerns = ReadPartAsync<DealConcerns, ConcernsV3>("concerns", new GetConcernsQuery(reference));
        var overview = ReadPartAsync<DealOverview, OverviewV3>("overview", new GetOverviewQuery(reference));
        var people = ReadPartAsync<DealStakeholders, StakeholdersV3>("stakeholders", new GetStakeholdersQuery(reference));
        await Task.WhenAll(deal, concerns, overview, people);
        cancellationToken.ThrowIfCancellationRequested();

        return failures.Count == wanted.Distinct().Count()
            ? throw failures[0]
            : new InsightsV3
            {
                Deal = await deal,
                Concerns = await concerns,
                Overview = await overview,
                Stakeholders = await people,
            };

        async Task<PartV3<TBody>?> ReadPartAsync<TResult, TBody>(string name, IRequest<TResult?> query)
            where TResult : class
            where TBody : class
        {
            if (!wanted.Contains(name))
            {
                return null;
            }

            try
            {
                return PartV3<TBody>.Ok(mapper.Map<TBody>(await mediator.Send(query, patience.Token)));
            }
            catch (UpstreamUnavailableException failure)
            {
                lock (failures)
                {
                    failures.Add(failure);
                }

                LogUnavailable(name, failure.Upstream, failure.InnerException?.Message);
                return PartV3<TBody>.Unavailable(failure.RetryAfter);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                LogTimeout(name, options.Value.PartTimeout.TotalSeconds);
                return PartV3<TBody>.Without(PartStatusV3.Timeout);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailure(name, failure);
                return PartV3<TBody>.Without(PartStatusV3.Failed);
            }
        }
    }

    [LoggerMessage(EventId = 1, EventName = "PartUnavailable", Level = LogLevel.Warning,
        Message = "Responded without {Part}: {Upstream} is not available: {Reason}")]
    private partial void LogUnavailable(string part, string upstream, string? reason);

    [LoggerMessage(EventId = 2, EventName = "PartTimedOut", Level = LogLevel.Warning,
        Message = "Responded without {Part}: it took longer than {LimitSeconds} s")]
    private partial void LogTimeout(string part, double limitSeconds);

    [LoggerMessage(EventId = 3, EventName = "PartFailed", Level = LogLevel.Error, Message = "Responded without {Part}")]
    private partial void LogFailure(string part, Exception failure);
}
