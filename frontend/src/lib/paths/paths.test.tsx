import { renderToStaticMarkup } from "react-dom/server";
import { Route, Routes, StaticRouter, useParams } from "react-router";
import { expect, test } from "vitest";
import { paths, withSearch } from "./paths";

function Page() {
  return <>{JSON.stringify(useParams())}</>;
}

/** What the router reads from an address, as the pages get it. */
function read(pattern: string, address: string): Record<string, string | undefined> {
  const drawn = renderToStaticMarkup(
    <StaticRouter location={new URL(address, "http://localhost").pathname}>
      <Routes>
        <Route path={pattern} element={<Page />} />
      </Routes>
    </StaticRouter>,
  );
  return JSON.parse(drawn.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
}

const NASTY = [
  "cat",
  "batch_44/0176.jpg",
  "한글 이름/사진 1.jpg",
  "100%.png",
  "what?.png",
  "a#b&c=d+e.png",
  "점..png",
];

test.each(NASTY)("the picture %s is found again in its address", (sample) => {
  expect(read("/runs/:run/pictures/*", paths.picture("r1", sample))["*"]).toBe(sample);
});

test.each(["Paper pack", "비닐 봉투", "a/b", "50%", "?"])("so is the class %s", (name) => {
  expect(read("/runs/:run/classes/:class", paths.runClass("r1", name)).class).toBe(name);
});

test("a search holds what is said and leaves out what is not", () => {
  expect(withSearch(paths.run("r"), { validation: 0, kind: undefined })).toBe("/runs/r?validation=0");
  expect(paths.compare()).toBe("/compare");
  expect(new URL(paths.compare("r1,r2", "r3"), "http://h").searchParams.get("a")).toBe("r1,r2");
});
