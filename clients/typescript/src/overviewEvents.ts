import type { Overview, ProblemDetails, Statement } from "./generated/v3.js";

/** One event of an overview that is read while it is written. */
export type OverviewEvent =
  | { name: "statement"; data: Statement }
  | { name: "earlier" | "final"; data: Overview }
  | { name: "error"; data: ProblemDetails };

/**
 * Yields each event when it comes. The stream is what `GET …/overview/stream` answers when it is asked with
 * `parseAs: "stream"`; whoever leaves the loop closes it, which stops nothing that others wait for.
 */
export async function* readOverviewEvents(
  stream: ReadableStream<Uint8Array> | null,
): AsyncGenerator<OverviewEvent, void, undefined> {
  if (stream === null) {
    return;
  }

  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }

      const blocks = (text + decoder.decode(value, { stream: true })).split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const name = /^event: (.*)$/m.exec(block)?.[1];
        const data = /^data: (.*)$/m.exec(block)?.[1];
        // Without both it is a comment, which keeps the connection alive.
        if (name !== undefined && data !== undefined) {
          yield { name, data: JSON.parse(data) } as OverviewEvent;
        }
      }
    }
  } finally {
    await reader.cancel();
  }
}
