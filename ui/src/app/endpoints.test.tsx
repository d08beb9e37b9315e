import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { EndpointSpec, EndpointView } from "../generated";
import { INVOICE } from "../testing/documents";
import { classified, outcomeOf } from "../testing/outcomes";
import { openWindow, there } from "../testing/window";

const OFFICE: EndpointView = {
  name: "office",
  url: "https://gpu.example.org/v1",
  host: "gpu.example.org",
  here: false,
  concurrency: 4,
  timeout: 120,
  context: null,
  keyVariable: "WINNOW_ENDPOINT_KEY_OFFICE",
  models: [],
};

const PROBED: EndpointView = {
  ...OFFICE,
  models: [
    {
      id: "remote:office/clerk",
      name: "clerk",
      context: 8192,
      works: ["chat", "schema"],
      selected: false,
      embeds: false,
    },
  ],
};

describe("Endpoints", () => {
  it("are added and probed, and say what works and where text goes", async () => {
    const specs: unknown[] = [];
    const { user } = openWindow({
      add_endpoint: ({ spec }) => {
        specs.push(spec);
        return OFFICE;
      },
      probe_endpoint: () => PROBED,
    });
    await user.click(await there("nav-models"));
    await user.click(await there("endpoint-add"));
    await user.type(await there("endpoint-name"), "office");
    await user.type(await there("endpoint-url"), "https://gpu.example.org");
    await user.click(await there("endpoint-save"));
    const card = await there("endpoint-card");
    expect(within(card).getByTestId("endpoint-host").textContent).toContain("gpu.example.org");
    const expected: EndpointSpec = {
      name: "office",
      url: "https://gpu.example.org",
      key: null,
      concurrency: null,
      timeout: null,
      context: null,
      anyLine: false,
    };
    expect(specs).toEqual([expected]);
    await user.click(within(card).getByTestId("endpoint-probe"));
    expect((await there("endpoint-works")).textContent).toMatch(/answers conversations/);
    expect(screen.getByText(/Does not work: .*gives probabilities of labels/)).toBeTruthy();
  });

  it("keep the form open when the core refuses the address", async () => {
    const refusal = { code: "invalidEndpoint", message: "use https", detail: "url" };
    const { user } = openWindow({
      add_endpoint: () => {
        throw refusal;
      },
    });
    await user.click(await there("nav-models"));
    await user.click(await there("endpoint-add"));
    await user.type(await there("endpoint-name"), "office");
    await user.type(await there("endpoint-url"), "http://example.org");
    await user.click(await there("endpoint-save"));
    expect((await there("error")).textContent).toContain("use https");
    expect(await there("endpoint-url")).toHaveProperty("value", "http://example.org");
    expect(screen.getByTestId("endpoint-url").getAttribute("aria-invalid")).toBe("true");
  });

  it("compare meanings where they can, and then say that documents are sent there", async () => {
    const able: EndpointView = {
      ...PROBED,
      models: PROBED.models.flatMap((model) => [
        model,
        { ...model, id: "remote:office/bge", name: "bge", works: ["embeddings"] },
      ]),
    };
    let endpoints = [able];
    const asked: unknown[] = [];
    const { user } = openWindow({
      list_endpoints: () => endpoints,
      select_model: (args) => {
        asked.push(args);
        const chosen = able.models.map((model) => ({ ...model, embeds: model.name === "bge" }));
        endpoints = [{ ...able, models: chosen }];
        return null;
      },
    });
    await user.click(await there("nav-models"));
    const buttons = await screen.findAllByTestId("endpoint-embed");
    expect(buttons.map((button) => button.getAttribute("aria-label"))).toEqual([
      "Use bge to compare meanings; the text of documents goes to gpu.example.org",
    ]);
    expect(screen.getAllByTestId("endpoint-use"), "an embedder does not answer").toHaveLength(1);
    await user.click(await there("endpoint-embed"));
    expect(asked).toEqual([{ id: "remote:office/bge", purpose: "embed" }]);
    expect((await there("endpoint-embeds")).textContent).toMatch(
      /every document .* is sent to gpu\.example\.org/,
    );
    await user.click(await there("nav-classify"));
    expect((await there("goes-to")).textContent).toContain("gpu.example.org");
  });

  it("are told of before a text is sent, and after, without a made-up probability", async () => {
    const selected = PROBED.models.map((model) => ({ ...model, selected: true }));
    const chosen = classified(["billing"]);
    const answer = chosen.kind === "classify" && { ...chosen, confidence: null, scores: [] };
    const { user } = openWindow({
      list_endpoints: () => [{ ...PROBED, models: selected }],
      run_task: (args) => ({
        summary: {
          id: "run",
          createdAt: "2026-11-25T20:00:00Z",
          kind: "classify",
          taskName: "",
          documentName: "Typed text",
          answer: "billing",
          confidence: null,
          status: "done",
          snippet: null,
        },
        task: Object(args.request).task,
        document: INVOICE,
        outcome: {
          ...(answer && outcomeOf(answer)),
          doubts: [{ kind: "noProbabilities" }],
          ranOn: "gpu.example.org",
        },
        error: null,
        partial: null,
      }),
    });
    expect(await screen.findByText("office/clerk")).toBeTruthy();
    expect((await there("offline")).textContent).toBe("Text goes to gpu.example.org");
    await user.click(await there("nav-classify"));
    expect((await there("goes-to")).textContent).toContain("gpu.example.org");
    await user.type(await there("document-text"), "I was charged twice.");
    await user.type(await there("label-name-0"), "billing");
    await user.type(await there("label-name-1"), "other");
    await user.click(await there("run"));
    expect((await there("result-label")).textContent).toBe("billing");
    expect((await there("ran-on")).textContent).toContain("gpu.example.org");
    expect((await there("doubts")).textContent).toMatch(/no probabilities/);
    expect(within(await there("result")).queryByText(/% sure/)).toBeNull();
  });
});
