import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { Link, useLocation } from "wouter";
import type { TaskKind } from "../../generated";
import { text } from "../../i18n";
import { openFiles, openPaths, putAllAway } from "../../shared/desk";
import { FileChooser } from "../../shared/document/FileChooser";
import { useDropTaker } from "../../shared/drop";
import { KindIcon } from "../../shared/run/KindIcon";
import { pageOf } from "../../shared/run/pageOf";
import classes from "./home.module.css";

const words = text.home;

/** Documents that were brought and wait for a task. */
type Brought = { from: "input"; files: File[] } | { from: "drop"; paths: string[] };

type DocumentKind = Exclude<TaskKind, "generate">;

const KINDS: DocumentKind[] = ["classify", "extract", "summarize"];

/** Takes documents in, then asks what to do with them. */
export function Arrivals() {
  const [brought, setBrought] = useState<Brought | null>(null);
  const [, navigate] = useLocation();
  useDropTaker(useCallback((paths: string[]) => setBrought({ from: "drop", paths }), []));

  const send = (kind: DocumentKind) => {
    if (!brought) {
      return;
    }
    putAllAway(kind);
    void (brought.from === "input"
      ? openFiles(kind, brought.files)
      : openPaths(kind, brought.paths));
    navigate(pageOf(kind));
  };

  if (brought) {
    const names =
      brought.from === "input"
        ? brought.files.map(({ name }) => name)
        : brought.paths.map((path) => path.split(/[\\/]/).at(-1) ?? path);
    return (
      <section className={classes.arrivals} data-full aria-live="polite">
        <Text fw={600}>{words.dropped(names.length)}</Text>
        <Text size="sm" c="dimmed" lineClamp={2} ta="center">
          {names.join(", ")}
        </Text>
        <Text size="sm" mt="xs">
          {words.whatToDo}
        </Text>
        <Group gap="xs" justify="center">
          {KINDS.map((kind) => (
            <Button key={kind} variant="default" onClick={() => send(kind)}>
              {text.shell.nav[kind]}
            </Button>
          ))}
          <Button variant="subtle" color="gray" onClick={() => setBrought(null)}>
            {words.never}
          </Button>
        </Group>
      </section>
    );
  }
  return (
    <section className={classes.arrivals}>
      <IconFileText size={30} stroke={1.4} className={classes.sheet} aria-hidden />
      <Stack gap={2} align="center">
        <Text fw={600}>{words.drop}</Text>
        <Text size="sm" c="dimmed">
          {words.dropHint}
        </Text>
      </Stack>
      <Group gap="xs" justify="center">
        <FileChooser
          label={words.choose}
          testId="home-open"
          onFiles={(files) => setBrought({ from: "input", files })}
        />
        <Text size="sm" c="dimmed">
          {words.or}
        </Text>
        <Anchor component={Link} href={pageOf("classify")} size="sm">
          {words.paste}
        </Anchor>
      </Group>
      <Group gap="lg" justify="center" mt="xs" className={classes.kinds}>
        {KINDS.map((kind) => (
          <Link key={kind} href={pageOf(kind)} className={classes.kind}>
            <KindIcon kind={kind} />
            <div>
              <Text size="sm" fw={600}>
                {text.tasks[kind].title}
              </Text>
              <Text size="xs" c="dimmed">
                {text.tasks[kind].lead}
              </Text>
            </div>
          </Link>
        ))}
      </Group>
    </section>
  );
}
