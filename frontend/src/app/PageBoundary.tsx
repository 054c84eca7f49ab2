import { Component, type ReactNode } from "react";
import { BrokenPage } from "./BrokenPage";

interface Props {
  /** The page's address: another one gets another chance. */
  place: string;
  children: ReactNode;
}

/** Keeps a defect of one page from taking the others with it. */
export class PageBoundary extends Component<Props, { error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate(before: Props) {
    if (before.place !== this.props.place && this.state.error) this.setState({ error: null });
  }

  override render() {
    return this.state.error ? <BrokenPage error={this.state.error} /> : this.props.children;
  }
}
