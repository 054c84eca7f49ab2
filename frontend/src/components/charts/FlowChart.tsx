import { useMemo, useRef } from "react";
import { Link } from "react-router";
import { bandPath, type Flow, type FlowNode, layoutFlows } from "@/lib/charts/flows";
import { fitText } from "@/lib/charts/text";
import styles from "./FlowChart.module.css";
import { useWidth } from "./useWidth";

interface Props<F extends Flow> {
  label: string;
  flows: readonly F[];
  nameOf(id: number): string;
  colourOf(id: number): string;
  /** What stands behind a class's name. */
  costOf(value: number): string;
  linkOf(flow: F): string;
  describe(flow: F): string;
}

const BAR = 10;
const ROOM = { bars: 240, label: 20, gap: 6 };

/** Which class is taken for which: bands from the true classes to the predicted ones, as thick as they cost. */
export function FlowChart<F extends Flow>(props: Props<F>) {
  const { label, flows, nameOf, colourOf, costOf, linkOf, describe } = props;
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const layout = useMemo(() => layoutFlows(flows, ROOM), [flows]);
  const side = Math.min(190, Math.max(84, width * 0.26));
  const [left, right] = [side, Math.max(width - side, side + 40)];
  const find = new Map(flows.map((flow) => [`${flow.from} ${flow.to}`, flow]));
  const words = (node: FlowNode) => {
    const cost = costOf(node.value);
    return { name: fitText(nameOf(node.id), side - 8 - cost.length * 7 - 8), cost };
  };
  return (
    <div ref={place} style={{ minHeight: layout.height }}>
      {width > 0 && (
        <svg
          className={styles.chart}
          viewBox={`0 0 ${width} ${layout.height}`}
          height={layout.height}
          role="group"
          aria-label={label}
        >
          {layout.bands.map((band) => {
            const flow = find.get(`${band.from} ${band.to}`);
            return flow ? (
              <Link key={`${band.from} ${band.to}`} to={linkOf(flow)} aria-label={describe(flow)}>
                <path
                  className={styles.band}
                  d={bandPath({ ...band, thickness: Math.max(band.thickness, 1) }, left + BAR, right - BAR)}
                  fill={colourOf(band.from)}
                >
                  <title>{describe(flow)}</title>
                </path>
              </Link>
            ) : null;
          })}
          <g>
            {layout.from.map((node) => (
              <g key={node.id}>
                <NodeBar node={node} x={left} colour={colourOf(node.id)} />
                <text x={left - 6} y={node.label} textAnchor="end" dominantBaseline="central">
                  <tspan className={styles.cost}>{words(node).cost}</tspan> {words(node).name}
                </text>
              </g>
            ))}
            {layout.to.map((node) => (
              <g key={node.id}>
                <NodeBar node={node} x={right - BAR} colour={colourOf(node.id)} />
                <text x={right + 6} y={node.label} dominantBaseline="central">
                  {words(node).name} <tspan className={styles.cost}>{words(node).cost}</tspan>
                </text>
              </g>
            ))}
          </g>
        </svg>
      )}
    </div>
  );
}

function NodeBar({ node, x, colour }: { node: FlowNode; x: number; colour: string }) {
  return (
    <rect
      className={styles.bar}
      x={x}
      y={node.top}
      width={BAR}
      height={Math.max(node.height, 1)}
      fill={colour}
    />
  );
}
