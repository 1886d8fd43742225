using DealInsights.Application.Concerns.GetConcerns;
using DealInsights.Application.Deals.GetDealInfo;
using DealInsights.Application.Meetings.GetCompanyOverview;
using DealInsights.Application.Stakeholders.GetStakeholders;
using FluentValidation;
using MediatR;
using Moq;

namespace DealInsights.Application.UnitTests.Behaviors;

/// <summary>The ports are strict mocks that nothing sets up: a query that reached one would fail otherwise than asserted.</summary>
[TestFixture]
internal sealed class ValidationBehaviorTests
{
    private static readonly Func<string?, IBaseRequest>[] Queries =
    [
        name => new GetDealInfoQuery(name),
        name => new GetConcernsQuery(name),
        name => new GetCompanyOverviewQuery(name),
        name => new GetStakeholdersQuery(name),
    ];

    private static readonly string?[] InvalidNames = [null, "", "   ", "\t\n", new string('a', 257)];

    [Test]
    public void Handle_WhenTheNameIsInvalid_RefusesBeforeAnyPortIsAsked(
        [ValueSource(nameof(Queries))] Func<string?, IBaseRequest> query,
        [ValueSource(nameof(InvalidNames))] string? name)
    {
        using var application = new ApplicationUnderTest();

        Assert.That(
            async () => await SendAsync(application, query(name)),
            Throws.InstanceOf<ValidationException>()
                .With.Property(nameof(ValidationException.Errors)).Exactly(1).Property("PropertyName").EqualTo("DealName"));
    }

    [Test]
    public async Task Handle_WhenTheNameHasExactlyTheMostCharacters_AsksThePort()
    {
        using var application = new ApplicationUnderTest();
        var name = string.Concat(Enumerable.Repeat("😀", 256));
        application.Concerns.Setup(port => port.FindAsync(name, default)).ReturnsAsync([]);

        Assert.That(await application.SendAsync(new GetConcernsQuery(name)), Is.Empty);
    }

    private static Task SendAsync(ApplicationUnderTest application, IBaseRequest query) => query switch
    {
        GetDealInfoQuery dealInfo => application.SendAsync(dealInfo),
        GetConcernsQuery concerns => application.SendAsync(concerns),
        GetCompanyOverviewQuery overview => application.SendAsync(overview),
        GetStakeholdersQuery stakeholders => application.SendAsync(stakeholders),
        _ => throw new ArgumentOutOfRangeException(nameof(query)),
    };
}
