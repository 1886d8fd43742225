import { createClient } from "@dealinsights/client";

/** Tells what a seller wants to know before a call. */
export async function describeDeal(baseUrl: string, dealName: string, apiKey?: string): Promise<string[]> {
  const deals = createClient({ baseUrl, ...(apiKey !== undefined && { apiKey }) });
  const path = { dealName };

  const { data: overview, error } = await deals.GET("/api/v3/deals/{dealName}/overview", { params: { path } });
  if (error) {
    return [`${error.status} ${error.title} (trace ${error.traceId})`];
  }

  const { data: people } = await deals.GET("/api/v3/deals/{dealName}/stakeholders", { params: { path } });

  return [
    `${dealName}, as of ${overview.provenance?.asOf}: ${overview.text ?? "nothing was said yet"}`,
    ...(people?.stakeholders ?? [])
      .filter((person) => person.potentialDecisionMaker)
      .map((person) => `May decide: ${person.name}, ${person.title}`),
  ];
}
