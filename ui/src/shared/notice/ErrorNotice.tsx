import { Alert, Button, Code, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconPlayerStop } from "@tabler/icons-react";
import { Link } from "wouter";
import type { ApiError, Code as ErrorCode } from "../../generated";
import { text } from "../../i18n";
import classes from "./notice.module.css";

interface ErrorNoticeProps {
  error: ApiError;
  /** Does again what failed, where that can help. */
  onRetry?: () => void;
  /** Leads to where more tokens can be allowed. */
  onRaiseLimit?: () => void;
}

/** Where a person can do something about it. */
function remedy(code: ErrorCode): { to: string; label: string } | null {
  switch (code) {
    case "modelMissing":
    case "modelUnsupported":
    case "endpointUnreachable":
    case "endpointRefused":
    case "endpointUnable":
      return { to: "/models", label: text.errors.openModels };
    case "notEnoughMemory":
    case "contextTooLong":
    case "storeUnusable":
      return { to: "/settings", label: text.errors.openSettings };
    default:
      return null;
  }
}

/** Whether the same again may end differently: a task or document must be changed first. */
function canHelp(code: ErrorCode): boolean {
  return (
    code !== "invalidTask" &&
    code !== "endpointUnable" &&
    code !== "documentEmpty" &&
    code !== "documentEncrypted"
  );
}

/** Whether `detail` is what a model had written, not the name of something. */
function isPartial(code: ErrorCode): boolean {
  return code === "answerCut" || code === "emptyAnswer";
}

/** What went wrong, in the core's words, and what can be done about it. */
export function ErrorNotice({ error, onRetry, onRaiseLimit }: ErrorNoticeProps) {
  const stopped = error.code === "cancelled";
  const way = remedy(error.code);
  const canRaise = error.code === "answerCut" && onRaiseLimit !== undefined;
  const again = canHelp(error.code) ? onRetry : undefined;
  const partial = isPartial(error.code) ? error.detail : null;
  return (
    <Alert
      role="alert"
      data-testid="error"
      data-code={error.code}
      color={stopped ? "gray" : "red"}
      variant="light"
      radius="md"
      icon={stopped ? <IconPlayerStop /> : <IconAlertTriangle />}
      title={text.errors.titles[error.code]}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm" className={classes.message}>
          {error.message}
        </Text>
        {partial && (
          <>
            <Text size="xs" c="dimmed">
              {text.errors.partial}
            </Text>
            <Code block w="100%" mah={200} style={{ overflow: "auto" }}>
              {partial}
            </Code>
          </>
        )}
        {(way || again || canRaise) && (
          <Group gap="xs">
            {way && (
              <Button component={Link} href={way.to} size="xs" variant="default">
                {way.label}
              </Button>
            )}
            {canRaise && (
              <Button size="xs" variant="default" onClick={onRaiseLimit}>
                {text.errors.raiseLimit}
              </Button>
            )}
            {again && (
              <Button size="xs" variant="default" onClick={again}>
                {text.errors.retry}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
