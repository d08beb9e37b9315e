import { Button, Code } from "@mantine/core";
import { IconMoodConfuzed } from "@tabler/icons-react";
import { Component, type ReactNode } from "react";
import { text } from "../i18n";
import { Blank } from "../shared/layout/Blank";

interface State {
  fault: Error | null;
}

/** Keeps a fault of one page from taking the window with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { fault: null };

  static getDerivedStateFromError(fault: Error): State {
    return { fault };
  }

  override render() {
    const { fault } = this.state;
    if (!fault) {
      return this.props.children;
    }
    const words = text.shell.crash;
    return (
      <Blank
        icon={<IconMoodConfuzed size={22} />}
        title={words.title}
        action={<Button onClick={() => this.setState({ fault: null })}>{words.again}</Button>}
      >
        {words.hint}
        <Code block mt="md" data-testid="error">
          {fault.message}
        </Code>
      </Blank>
    );
  }
}
