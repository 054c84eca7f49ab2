import { act, render } from "@testing-library/react";
import { BrowserRouter } from "react-router";
import { beforeEach, expect, test } from "vitest";
import { number, text } from "./codecs";
import { useUrlState } from "./useUrlState";

const SHAPE = { a: text(), b: number() };
let setState: ReturnType<typeof useUrlState<typeof SHAPE>>[1];

function Page() {
  const [state, set] = useUrlState(SHAPE);
  setState = set;
  return <p>{`${state.a}|${state.b}`}</p>;
}

beforeEach(() => window.history.replaceState(null, "", "/runs/1?a=x#spot"));

const show = () =>
  render(
    <BrowserRouter useTransitions={false}>
      <Page />
    </BrowserRouter>,
  );

test("two changes between two drawings are both kept", () => {
  const { container } = show();
  act(() => {
    setState({ a: "y" });
    setState({ b: 3 });
  });
  expect(container.textContent).toBe("y|3");
  expect(window.location.href).toMatch("/runs/1?a=y&b=3#spot");
});

test("a change replaces the address, and makes a step of history where it is asked to", () => {
  show();
  const steps = window.history.length;
  act(() => setState({ b: 1 }));
  expect(window.history.length).toBe(steps);
  act(() => setState({ b: 2 }, "push"));
  expect(window.history.length).toBe(steps + 1);
});
