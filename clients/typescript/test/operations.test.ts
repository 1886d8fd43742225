import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createClient, createV2Client, readOverviewEvents, type OverviewEvent, type DealInsightsOptions, type v2, type v3 } from "@dealinsights/client";
import { describeDeal } from "../examples/deal.js";

/** The service over the sample deals, and the folder of its OpenAPI documents. */
const baseUrl = setting("DEALINSIGHTS_URL");
const documents = setting("DEALINSIGHTS_DOCUMENTS");

/** The paths that were requested, to check at the end that no operation was left out. */
const requested = new Set<string>();
const options: DealInsightsOptions = { baseUrl, fetch: recordingFetch };
const deals = createClient(options);
const crm = createV2Client(options);

const deal = { params: { path: { dealId: await idOf("Acme renewal") } } };
const noDeal = { params: { path: { dealId: "0" } } };

async function idOf(name: string): Promise<string> {
  const { deals: [found] } = answer(await deals.GET("/api/v3/deals", { params: { query: { name } } }));
  assert.equal(found?.name, name);
  return found.id;
}

async function recordingFetch(request: Request): Promise<Response> {
  requested.add(new URL(request.url).pathname);
  return fetch(request);
}

function setting(name: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set`);
  return value;
}

/** The body of a response that has to be successful. */
function answer<T>({ data, error }: { data?: T; error?: unknown }): T {
  assert.ok(data !== undefined, JSON.stringify(error));
  return data;
}

/** Checks that a request failed with a problem document. */
function refused(call: { error?: v3.ProblemDetails | v2.ProblemDetails; response: Response }, status: number): void {
  assert.equal(call.response.status, status);
  assert.equal(call.error?.status, status);
  assert.ok(call.error.traceId.length > 0 && call.error.title.length > 0);
}

test("v3: deals, page by page", async () => {
  const first: v3.DealPage = answer(await deals.GET("/api/v3/deals", { params: { query: { limit: 7, sort: "-amount" } } }));
  assert.equal(first.deals.length, 7);
  const ids = new Set<string>();
  let cursor: string | null | undefined;
  do {
    const query = { limit: 7, ...(cursor && { cursor }) };
    const page = answer(await deals.GET("/api/v3/deals", { params: { query } }));
    page.deals.forEach(({ id }) => ids.add(id));
    cursor = page.nextCursor;
  } while (cursor);
  assert.equal(ids.size, 29);
  refused(await deals.GET("/api/v3/deals", { params: { query: { limit: 0 } } }), 400);

  for (const dealId of ids) {
    assert.equal(answer(await deals.GET("/api/v3/deals/{dealId}", { params: { path: { dealId } } })).id, dealId);
  }
});

test("v3: a deal", async () => {
  const found: v3.Deal = answer(await deals.GET("/api/v3/deals/{dealId}", deal));
  assert.equal(found.name, "Acme renewal");
  assert.match(found.amount?.amount ?? "", /^\d+(\.\d+)?$/);
  assert.ok(found.activity.count > 0);
  refused(await deals.GET("/api/v3/deals/{dealId}", noDeal), 404);
});

test("v3: a response that is current", async () => {
  const { response } = await deals.GET("/api/v3/deals/{dealId}", deal);
  const tag = response.headers.get("ETag");
  assert.ok(tag);
  const again = await deals.GET("/api/v3/deals/{dealId}", {
    params: { ...deal.params, header: { "If-None-Match": tag } },
  });
  assert.equal(again.response.status, 304);
  assert.equal(again.data, undefined);
});

test("v3: concerns", async () => {
  const { concerns } = answer(await deals.GET("/api/v3/deals/{dealId}/concerns", deal));
  const exists: boolean | null | undefined = concerns[0]?.pricing?.exists;
  assert.equal(exists, true);
  refused(await deals.GET("/api/v3/deals/{dealId}/concerns", noDeal), 404);
});

test("v3: overview", async () => {
  const overview: v3.Overview = answer(await deals.GET("/api/v3/deals/{dealId}/overview", deal));
  assert.ok(overview.text && overview.statements.every(({ evidence }) => evidence.length > 0));
  assert.equal(overview.provenance?.source, "offline");
  refused(await deals.GET("/api/v3/deals/{dealId}/overview", noDeal), 404);
});

test("v3: overview, while it is written", async () => {
  const stream = answer(
    await deals.GET("/api/v3/deals/{dealId}/overview/stream", { ...deal, parseAs: "stream" }),
  );
  const events: OverviewEvent[] = [];
  for await (const event of readOverviewEvents(stream)) {
    events.push(event);
  }
  const last = events.at(-1);
  assert.equal(last?.name, "final");
  assert.equal(last.data.text, answer(await deals.GET("/api/v3/deals/{dealId}/overview", deal)).text);
  refused(await deals.GET("/api/v3/deals/{dealId}/overview/stream", { ...noDeal, parseAs: "stream" }), 404);
});

test("v3: the events of a stream, however it is cut", async () => {
  const text =
    ': alive\n\nid: 1\nevent: statement\ndata: {"text":"Grün","evidence":[]}\n\n' +
    "id: 2\nevent: error\ndata: {\"status\":500}\n\n";
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      new TextEncoder().encode(text).forEach((byte) => controller.enqueue(Uint8Array.of(byte)));
      controller.close();
    },
  });
  const names: string[] = [];
  for await (const event of readOverviewEvents(stream)) {
    names.push(event.name === "statement" ? event.data.text : event.name);
  }
  assert.deepEqual(names, ["Grün", "error"]);
});

test("v3: stakeholders", async () => {
  const { stakeholders } = answer(await deals.GET("/api/v3/deals/{dealId}/stakeholders", deal));
  assert.equal(stakeholders[0]?.potentialDecisionMaker, true);
  refused(await deals.GET("/api/v3/deals/{dealId}/stakeholders", noDeal), 404);
});

test("v3: insights", async () => {
  const { path } = deal.params;
  const insights = answer(
    await deals.GET("/api/v3/deals/{dealId}/insights", { params: { path, query: { include: "deal,overview" } } }),
  );
  const status: v3.PartStatus | undefined = insights.overview?.status;
  assert.equal(status, "ok");
  assert.equal(insights.deal?.data?.name, "Acme renewal");
  assert.equal(insights.stakeholders, null);
  refused(await deals.GET("/api/v3/deals/{dealId}/insights", { params: { path, query: { include: "all" } } }), 400);
});

test("v2: every operation", async () => {
  const query = { dealName: "Acme renewal" };
  const info: v2.DealInfoV2 = answer(await crm.GET("/api/hubspot/v2/deal-info", { params: { query } }));
  assert.equal(info.dealId, "Acme renewal");
  const [concern] = answer(await crm.GET("/api/hubspot/v2/get-concerns", { params: { query } }));
  const flag: boolean | string | undefined = concern?.pricing_concerns?.has_concerns;
  assert.equal(flag, true);
  assert.notEqual(answer(await crm.GET("/api/hubspot/v2/company-overview", { params: { query } })).overview, "-");
  const { stakeholders } = answer(
    await crm.GET("/api/hubspot/v2/get-stakeholders", { params: { query: { deal_name: "Acme renewal" } } }),
  );
  assert.equal(stakeholders[0]?.potential_decision_maker, true);
  assert.equal(answer(await crm.GET("/api/hubspot/v2/health")).version, "v2");
});

test("v2: errors", async () => {
  const query = { dealName: "" };
  refused(await crm.GET("/api/hubspot/v2/deal-info", { params: { query } }), 400);
  refused(await crm.GET("/api/hubspot/v2/get-concerns", { params: { query } }), 400);
  refused(await crm.GET("/api/hubspot/v2/company-overview", { params: { query } }), 400);
  refused(await crm.GET("/api/hubspot/v2/get-stakeholders", { params: { query: { deal_name: "" } } }), 400);
});

test("the example", async () => {
  assert.match((await describeDeal(baseUrl, "Acme renewal")).join("\n"), /May decide: Gordon Haas/);
  assert.match((await describeDeal(baseUrl, "No such deal", "a key")).join("\n"), /^There is no deal named/);
});

test("credentials", async () => {
  const sent: Array<string | null> = [];
  const fetch = async (request: Request): Promise<Response> => {
    sent.push(request.headers.get("X-Api-Key"), request.headers.get("Authorization"));
    return Response.json({});
  };
  await createClient({ baseUrl, fetch, apiKey: "a key" }).GET("/api/v3/deals");
  await createClient({ baseUrl, fetch, token: async () => "a token" }).GET("/api/v3/deals");
  await createV2Client({ baseUrl, fetch, token: "another" }).GET("/api/hubspot/v2/health");
  assert.deepEqual(sent, ["a key", null, null, "Bearer a token", null, "Bearer another"]);
});

test("v3: operations for admins", async () => {
  // The service of this test accepts readers only.
  refused(await deals.GET("/api/v3/audit", { params: { query: { limit: 1 } } }), 401);
  refused(await deals.DELETE("/api/v3/deals/{dealId}", noDeal), 401);
  refused(await deals.DELETE("/api/v3/people", { params: { query: { email: "ann@example.com" } } }), 401);
});

test("no operation was left out", () => {
  for (const version of ["v2", "v3"]) {
    const { paths } = JSON.parse(readFileSync(`${documents}/${version}.json`, "utf8")) as { paths: object };
    for (const path of Object.keys(paths)) {
      assert.ok(requested.has(path.replace("{dealId}", deal.params.path.dealId)), path);
    }
  }
});
