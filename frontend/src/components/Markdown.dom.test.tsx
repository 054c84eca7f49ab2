import { render, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { Markdown } from "./Markdown";

async function draw(text: string) {
  const { container } = render(<Markdown>{text}</Markdown>);
  await waitFor(() => expect(container.querySelector(".plain")).toBeNull());
  return container;
}

test("HTML is text, whatever it is", async () => {
  const drawn = await draw(
    "<script>alert(1)</script> <img src=x onerror=alert(1)> <b onclick=alert(1)>b</b>\n\n<iframe src=//e.com>",
  );
  expect(drawn.querySelector("script, img, b, iframe")).toBeNull();
  expect(drawn.textContent).toContain("<script>alert(1)</script>");
});

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  " java\tscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:http://localhost/1",
])("a link to %s harms nobody", async (address) => {
  const links = [...(await draw(`[a](<${address}>)`)).querySelectorAll("a")];
  // What is left of it is at most an address of this very page.
  const own = links.map((link) => URL.parse(link.getAttribute("href") ?? "", window.location.href)?.origin);
  expect(own.filter((origin) => origin !== window.location.origin)).toEqual([]);
});

test("a link elsewhere tells nobody where it was followed from", async () => {
  const link = (await draw("[paper](https://example.org/a)")).querySelector("a");
  expect(link?.getAttribute("href")).toBe("https://example.org/a");
  expect(link?.rel.split(" ")).toEqual(expect.arrayContaining(["noreferrer", "noopener"]));
  expect(link?.target).toBe("_blank");
});

test("a link within the page stays in it", async () => {
  expect((await draw("[run](/runs/r1?validation=2)")).querySelector("a")?.target).toBe("");
});

test("a picture from elsewhere is a link and is not loaded; one of ours is shown", async () => {
  const drawn = await draw("![cat](https://example.org/cat.png) ![mask](/api/v1/x.png)");
  expect([...drawn.querySelectorAll("img")].map((image) => image.getAttribute("src"))).toEqual([
    "/api/v1/x.png",
  ]);
  expect(drawn.querySelector("a")?.textContent).toBe("cat");
});

test("tables and ticks of lists are Markdown as people know it; heads stay below the page's own", async () => {
  const drawn = await draw("# Head\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done");
  expect(drawn.querySelectorAll("td")).toHaveLength(2);
  expect(drawn.querySelector("input[type=checkbox]")).not.toBeNull();
  expect(drawn.querySelector("h1, h2, h3")).toBeNull();
  expect(drawn.querySelector("h4")?.textContent).toBe("Head");
});
