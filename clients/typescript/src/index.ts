import createFetchClient, { type Client, type ClientOptions, type Middleware } from "openapi-fetch";
import type { paths as V2Paths } from "./generated/v2.js";
import type { paths as V3Paths } from "./generated/v3.js";

export { readOverviewEvents, type OverviewEvent } from "./overviewEvents.js";

/** The types of version 3, as its OpenAPI document has them. */
export type * as v3 from "./generated/v3.js";

/** The types of version 2, as its OpenAPI document has them. */
export type * as v2 from "./generated/v2.js";

/** Where the service is and who calls it. */
export interface DealInsightsOptions {
  /** The service's address without a path, for instance `https://deals.example`. */
  baseUrl: string;
  /** The key that the operator issued, sent as `X-Api-Key`. */
  apiKey?: string;
  /** A bearer token, or what provides one that is still valid; asked before every request. */
  token?: string | (() => string | Promise<string>);
  /** What sends the requests; `globalThis.fetch` unless given. */
  fetch?: NonNullable<ClientOptions["fetch"]>;
}

/** Every operation of version 3, by address. */
export type DealInsightsClient = Client<V3Paths>;

/** Every operation of version 2, by address. */
export type DealInsightsV2Client = Client<V2Paths>;

/** Makes a client of version 3. */
export function createClient(options: DealInsightsOptions): DealInsightsClient {
  return connect<V3Paths>(options);
}

/** Makes a client of version 2, which answers as the CRM's own page expects. */
export function createV2Client(options: DealInsightsOptions): DealInsightsV2Client {
  return connect<V2Paths>(options);
}

function connect<Paths extends object>({ baseUrl, apiKey, token, fetch }: DealInsightsOptions): Client<Paths> {
  const client = createFetchClient<Paths>({ baseUrl, ...(fetch && { fetch }) });
  client.use(credentials(apiKey, token));

  return client;
}

function credentials(apiKey: DealInsightsOptions["apiKey"], token: DealInsightsOptions["token"]): Middleware {
  return {
    async onRequest({ request }) {
      if (apiKey !== undefined) {
        request.headers.set("X-Api-Key", apiKey);
      }

      if (token !== undefined) {
        request.headers.set("Authorization", `Bearer ${typeof token === "function" ? await token() : token}`);
      }

      return request;
    },
  };
}
