import type { Overview, ProblemDetails, Statement } from "./generated/v3.js";

/** An event of an overview stream. */
export type OverviewEvent =
  | { name: "statement"; data: Statement }
  | { name: "earlier" | "final"; data: Overview }
  | { name: "error"; data: ProblemDetails };

/**
 * Yields each event as it arrives. The stream is the body of `GET …/overview/stream`, requested with `parseAs: "stream"`.
 * Leaving the loop closes the stream; the overview is still finished for others who wait for it.
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
        // A block without both is a comment that keeps the connection alive.
        if (name !== undefined && data !== undefined) {
          yield { name, data: JSON.parse(data) } as OverviewEvent;
        }
      }
    }
  } finally {
    await reader.cancel();
  }
}
