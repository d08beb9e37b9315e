import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
} from "@mantine/spotlight";
import { IconBookmark, IconClock, IconMoon, IconSearch, IconSun } from "@tabler/icons-react";
import { useLocation } from "wouter";
import { text } from "../i18n";
import { useSheets } from "../shared/draft/sheets";
import { useRecentRuns } from "../shared/query/runs";
import { useTasks } from "../shared/query/tasks";
import { pageOf } from "../shared/run/pageOf";
import { PAGES } from "./pages";
import { useThemeToggle } from "./useTheme";

/** Ctrl+K: every page, every saved task, the latest runs, and the look. */
export function CommandPalette() {
  const words = text.shell.palette;
  const [, navigate] = useLocation();
  const { dark, toggle } = useThemeToggle();
  const tasks = useTasks();
  const runs = useRecentRuns(8);
  const fill = useSheets((store) => store.fill);

  const pages = PAGES.map(
    ({ id, path, icon: Icon }, index): SpotlightActionData => ({
      id,
      label: text.shell.nav[id],
      leftSection: <Icon size={18} stroke={1.75} />,
      rightSection: `Ctrl ${index + 1}`,
      onClick: () => navigate(path),
    }),
  );
  const saved = (tasks.data ?? []).map(
    ({ id, task }): SpotlightActionData => ({
      id: `task-${id}`,
      label: task.name,
      description: text.history.kinds[task.kind],
      leftSection: <IconBookmark size={18} stroke={1.75} />,
      onClick: () => {
        fill(task, id);
        navigate(pageOf(task.kind));
      },
    }),
  );
  const recent = (runs.data?.runs ?? []).map(
    (run): SpotlightActionData => ({
      id: `run-${run.id}`,
      label: run.documentName,
      description: run.answer,
      leftSection: <IconClock size={18} stroke={1.75} />,
      onClick: () => navigate(`/history/${run.id}`),
    }),
  );
  const look: SpotlightActionData = {
    id: "look",
    label: words.theme((dark ? text.shell.themes.light : text.shell.themes.dark).toLowerCase()),
    leftSection: dark ? <IconSun size={18} /> : <IconMoon size={18} />,
    onClick: toggle,
  };
  const groups: SpotlightActionGroupData[] = [
    { group: words.goTo, actions: pages },
    { group: words.savedTasks, actions: saved },
    { group: words.runs, actions: recent },
    { group: words.actions, actions: [look] },
  ];
  return (
    <Spotlight
      actions={groups.filter(({ actions }) => actions.length > 0)}
      shortcut={["mod + K"]}
      tagsToIgnore={[]}
      triggerOnContentEditable
      nothingFound={words.nothing}
      highlightQuery
      scrollable
      overlayProps={{ backgroundOpacity: 0.35, blur: 2 }}
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.75} />,
        placeholder: words.placeholder,
        "aria-label": text.shell.search,
      }}
    />
  );
}
