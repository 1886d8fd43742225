import { createClient } from "@dealinsights/client";

/** Returns what a seller needs to know before a call. */
export async function describeDeal(baseUrl: string, dealName: string, apiKey?: string): Promise<string[]> {
  const deals = createClient({ baseUrl, ...(apiKey !== undefined && { apiKey }) });
  const { data: found, error } = await deals.GET("/api/v3/deals", { params: { query: { name: dealName } } });
  if (error) {
    return [`${error.status} ${error.title} (trace ${error.traceId})`];
  }

  const deal = found.deals[0];
  if (deal === undefined) {
    return [`There is no deal named ${dealName}.`];
  }

  const path = { dealId: deal.id };
  const { data: overview } = await deals.GET("/api/v3/deals/{dealId}/overview", { params: { path } });
  const { data: people } = await deals.GET("/api/v3/deals/{dealId}/stakeholders", { params: { path } });

  return [
    `${dealName}, as of ${overview?.provenance?.asOf}: ${overview?.text ?? "no meeting with a transcript"}`,
    ...(people?.stakeholders ?? [])
      .filter((person) => person.potentialDecisionMaker)
      .map((person) => `May decide: ${person.name}, ${person.title}`),
  ];
}
