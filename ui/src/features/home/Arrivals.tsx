import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { Link, useLocation } from "wouter";
import type { TaskKind } from "../../generated";
import { text } from "../../i18n";
import { openFiles, openPaths, putAllAway } from "../../shared/desk";
import { FileChooser } from "../../shared/document/FileChooser";
import { useSheets } from "../../shared/draft/sheets";
import { useDropTaker } from "../../shared/drop";
import { complain } from "../../shared/notice/toast";
import { usePastedFiles, usePastedText } from "../../shared/paste";
import { KindIcon } from "../../shared/run/KindIcon";
import { pageOf } from "../../shared/run/pageOf";
import classes from "./home.module.css";

const words = text.home;

/** Documents that were brought and wait for a task. */
type Brought =
  | { from: "input"; files: File[] }
  | { from: "drop"; paths: string[] }
  | { from: "text"; text: string };

type DocumentKind = Exclude<TaskKind, "generate">;

const KINDS: DocumentKind[] = ["classify", "extract", "summarize"];

function namesOf(brought: Brought): string[] {
  switch (brought.from) {
    case "input":
      return brought.files.map(({ name }) => name);
    case "drop":
      return brought.paths.map((path) => path.split(/[\\/]/).at(-1) ?? path);
    case "text":
      return [brought.text.trim().slice(0, 200)];
  }
}

/** Takes documents in, then asks what to do with them. */
export function Arrivals() {
  const [brought, setBrought] = useState<Brought | null>(null);
  const [, navigate] = useLocation();
  useDropTaker(useCallback((paths: string[]) => setBrought({ from: "drop", paths }), []));

  usePastedFiles(useCallback((files: File[]) => setBrought({ from: "input", files }), []));
  usePastedText(useCallback((pasted: string) => setBrought({ from: "text", text: pasted }), []));
  const type = useSheets((store) => store.type);

  const send = (kind: DocumentKind) => {
    if (!brought) {
      return;
    }
    putAllAway(kind);
    switch (brought.from) {
      case "input":
        void openFiles(kind, brought.files);
        break;
      case "drop":
        void openPaths(kind, brought.paths).catch(complain);
        break;
      case "text":
        type(kind, brought.text);
        break;
    }
    navigate(pageOf(kind));
  };

  if (brought) {
    const names = namesOf(brought);
    return (
      <section className={classes.arrivals} data-full aria-live="polite">
        <Text fw={600}>{brought.from === "text" ? words.pasted : words.dropped(names.length)}</Text>
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
        <Text size="sm" c="dimmed" ta="center">
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
