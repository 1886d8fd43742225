using DealInsights.Domain.Meetings;
using DealInsights.Domain.Timelines;
using DealInsights.Infrastructure.Insights;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.Logging.Testing;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Insights;

internal sealed class InsightDocumentsTests
{
    private const string Overview =
        """
        { "_id" : 7, "deal_id" : "Acme renewal", "fingerprint" : "ab12", "content_fingerprint" : "cd34",
          "statements" : [
            { "text" : "Asking for a price.", "evidence" : [
              { "quote" : "what does it cost", "meeting_id" : "m1", "meeting_date" : "2026-01-05" },
              { "quote" : "too much", "meeting_id" : "m2", "meeting_date" : { "$date" : "2026-01-06T09:30:00Z" } },
              { "quote" : "never", "meeting_id" : "", "meeting_date" : null }] },
            { "text" : "Agreeing to meet again.", "evidence" : [] }],
          "overview" : "Asking for a price.\nAgreeing to meet again.",
          "source" : "azure-openai", "model" : "gpt", "prompt_version" : "company-overview.v2",
          "input_tokens" : 2100, "output_tokens" : null, "generated_at" : { "$date" : "2026-03-01T10:00:00.123Z" } }
        """;

    private const string Judgement =
        """
        { "_id" : 7, "fingerprint" : "ab12", "title" : "head of it", "may_decide" : true, "level" : "",
          "source" : "openai-compatible", "model" : "llama", "prompt_version" : "decision-makers.v2",
          "input_tokens" : null, "output_tokens" : 12, "generated_at" : { "$date" : "2026-03-01T10:00:00.123Z" } }
        """;

    private FakeLogger<DamageLog> _log = null!;
    private InsightDocuments _documents = null!;

    [SetUp]
    public void MakeReader()
    {
        _log = new FakeLogger<DamageLog>();
        _documents = new InsightDocuments(new DamageLog(_log));
    }

    [Test]
    public void ReadOverview_WhenItIsWhole_AnswersAllOfIt()
    {
        var overview = _documents.ReadOverview(BsonDocument.Parse(Overview));

        var origin = new InsightOrigin(
            "azure-openai", "gpt", "company-overview.v2", 2100, null, new(2026, 3, 1, 10, 0, 0, 123, TimeSpan.Zero));
        Quote[] evidence =
        [
            new("what does it cost", "m1", RecordedDate.FromText("2026-01-05")),
            new("too much", "m2", RecordedDate.FromInstant(new DateTime(2026, 1, 6, 9, 30, 0, DateTimeKind.Utc))),
            new("never", "", null),
        ];
        Assert.Multiple(() =>
        {
            Assert.That(overview!.DealName, Is.EqualTo("Acme renewal"));
            Assert.That(overview.Fingerprint, Is.EqualTo("ab12"));
            Assert.That(overview.ContentFingerprint, Is.EqualTo("cd34"));
            Assert.That(overview.Origin, Is.EqualTo(origin));
            Assert.That(
                overview.Summary.Statements.Select(statement => statement.Text),
                Is.EqualTo(new[] { "Asking for a price.", "Agreeing to meet again." }));
            Assert.That(overview.Summary.Statements[0].Evidence, Is.EqualTo(evidence));
            Assert.That(overview.Summary.Statements[1].Evidence, Is.Empty);
            Assert.That(_log.Collector.Count, Is.Zero);
        });
    }

    [Test]
    public void Write_WhatWasRead_GivesTheSameDocument()
    {
        var overview = BsonDocument.Parse(Overview);
        var judgement = BsonDocument.Parse(Judgement);

        var writtenOverview = InsightDocuments.Write(_documents.ReadOverview(overview)!);
        var writtenJudgement = InsightDocuments.Write(_documents.ReadJudgement(judgement)!);

        overview.Remove("_id");
        judgement.Remove("_id");
        Assert.That(writtenOverview.ToBson(), Is.EqualTo(overview.ToBson()), writtenOverview.ToJson());
        Assert.That(writtenJudgement.ToBson(), Is.EqualTo(judgement.ToBson()), writtenJudgement.ToJson());
    }

    [TestCase("deal_id", null, "deal_id")]
    [TestCase("deal_id", "7", "deal_id")]
    [TestCase("fingerprint", null, "fingerprint")]
    [TestCase("fingerprint", "{}", "fingerprint")]
    [TestCase("statements", null, "statements")]
    [TestCase("statements", "[]", "statements")]
    [TestCase("statements", "\"text\"", "statements")]
    [TestCase("statements", """["text"]""", "statements")]
    [TestCase("statements", """[{ "text" : "x", "evidence" : [] }, null]""", "statements")]
    [TestCase("statements", """[{ "evidence" : [] }]""", "statements[].text")]
    [TestCase("statements", """[{ "text" : ["x"], "evidence" : [] }]""", "statements[].text")]
    [TestCase("statements", """[{ "text" : "x" }]""", "statements[].evidence")]
    [TestCase("statements", """[{ "text" : "x", "evidence" : null }]""", "statements[].evidence")]
    [TestCase("statements", """[{ "text" : "x", "evidence" : {} }]""", "statements[].evidence")]
    [TestCase("statements", """[{ "text" : "x", "evidence" : [7] }]""", "statements[].evidence")]
    [TestCase("statements", """[{ "text" : "x", "evidence" : [{}] }]""", "statements[].evidence[].quote")]
    [TestCase(
        "statements",
        """[{ "text" : "x", "evidence" : [{ "quote" : "q", "meeting_id" : 1 }] }]""",
        "statements[].evidence[].meeting_id")]
    [TestCase(
        "statements",
        """[{ "text" : "x", "evidence" : [{ "quote" : "q", "meeting_id" : "m", "meeting_date" : 20260105 }] }]""",
        "statements[].evidence[].meeting_date")]
    [TestCase(
        "statements",
        """
        [{ "text" : "x", "evidence" : [
          { "quote" : "q", "meeting_id" : "m", "meeting_date" : { "$date" : { "$numberLong" : "9223372036854775807" } } }] }]
        """,
        "statements[].evidence[].meeting_date")]
    [TestCase("source", null, "source")]
    [TestCase("model", "true", "model")]
    [TestCase("prompt_version", "2", "prompt_version")]
    [TestCase("input_tokens", "\"2100\"", "input_tokens")]
    [TestCase("input_tokens", "2100.5", "input_tokens")]
    [TestCase("output_tokens", """{ "$numberLong" : "2147483648" }""", "output_tokens")]
    [TestCase("generated_at", null, "generated_at")]
    [TestCase("generated_at", "\"2026-03-01T10:00:00Z\"", "generated_at")]
    [TestCase("generated_at", """{ "$date" : { "$numberLong" : "-9223372036854775808" } }""", "generated_at")]
    public void ReadOverview_WhenAFieldIsDamaged_AnswersNullAndTellsOfItOnce(string field, string? value, string told)
    {
        var document = Damaged(Overview, field, value);

        var overviews = new[] { _documents.ReadOverview(document), _documents.ReadOverview(document) };

        Assert.That(overviews, Is.All.Null);
        AssertDamageIsTold("company_overviews", told);
    }

    [TestCase("fingerprint", null)]
    [TestCase("title", "7")]
    [TestCase("may_decide", "1")]
    [TestCase("may_decide", "\"true\"")]
    [TestCase("may_decide", null)]
    [TestCase("level", null)]
    [TestCase("source", "null")]
    [TestCase("generated_at", "0")]
    public void ReadJudgement_WhenAFieldIsDamaged_AnswersNullAndTellsOfItOnce(string field, string? value)
    {
        var document = Damaged(Judgement, field, value);

        var judgements = new[] { _documents.ReadJudgement(document), _documents.ReadJudgement(document) };

        Assert.That(judgements, Is.All.Null);
        AssertDamageIsTold("title_judgements", field);
    }

    [TestCase("""{ "$numberLong" : "2100" }""", 2100)]
    [TestCase("2100.0", 2100)]
    [TestCase("null", null)]
    [TestCase(null, null)]
    public void ReadOverview_WhenANumberIsOfAnotherType_AnswersIt(string? tokens, int? expected)
    {
        var overview = _documents.ReadOverview(Damaged(Overview, "input_tokens", tokens));

        Assert.That(overview?.Origin.InputTokens, Is.EqualTo(expected));
        Assert.That(_log.Collector.Count, Is.Zero);
    }

    [Test]
    public void ReadOverview_WhenOtherFieldsAreThere_IgnoresThem()
    {
        var document = BsonDocument.Parse(Overview);
        document.Remove("overview");
        document.Add("written_by", "a later version");

        Assert.That(_documents.ReadOverview(document), Is.Not.Null);
    }

    /// <summary>A document with another value in one field, or without it.</summary>
    private static BsonDocument Damaged(string whole, string field, string? value)
    {
        var document = BsonDocument.Parse(whole);
        document.Remove(field);
        return value is null ? document : document.Add(field, BsonDocument.Parse($$"""{ "value" : {{value}} }""")["value"]);
    }

    private void AssertDamageIsTold(string collection, string field) =>
        Assert.That(
            _log.Collector.GetSnapshot().Select(record => record.Message),
            Is.EqualTo(new[]
            {
                $"Document 7 in {collection} cannot be read as expected (first at {field}); answered from the rest",
            }));
}
