import { Component, type ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
  onError(error: unknown): void;
}

/** Hands on what a component throws, and shows nothing more. React knows no other form for this than a class. */
export class ErrorCatcher extends Component<Props, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { readonly isBroken: boolean } {
    return { isBroken: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error);
  }

  override render(): ReactNode {
    return this.state.isBroken ? null : this.props.children;
  }
}
