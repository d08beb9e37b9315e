import { AppShell, Overlay, Text } from "@mantine/core";
import { useHotkeys, useMediaQuery } from "@mantine/hooks";
import { IconFileDownload } from "@tabler/icons-react";
import { Route, Switch, useLocation } from "wouter";
import { RunPage } from "../features/history/RunPage";
import { text } from "../i18n";
import { useDropHover, useDropWatch } from "../shared/drop";
import { CommandPalette } from "./CommandPalette";
import { ErrorBoundary } from "./ErrorBoundary";
import { PAGES } from "./pages";
import { Sidebar } from "./Sidebar";
import classes from "./shell.module.css";
import { useThemeSetting } from "./useTheme";

/** Below this width the sidebar shows icons only. */
const NARROW = "(max-width: 55em)";

/** Sidebar, page, command palette, and what catches dropped files. */
export function Shell() {
  const narrow = useMediaQuery(NARROW) ?? false;
  const [location, navigate] = useLocation();
  const hovering = useDropHover();
  useDropWatch();
  useThemeSetting();
  useHotkeys(
    PAGES.map(({ path }, index) => [`mod+${index + 1}`, () => navigate(path)]),
    [],
    true,
  );
  return (
    <AppShell navbar={{ width: narrow ? 60 : 212, breakpoint: 0 }} withBorder={false}>
      <AppShell.Navbar className={classes.navbar} aria-label={text.shell.nav.label}>
        <Sidebar narrow={narrow} />
      </AppShell.Navbar>
      <AppShell.Main>
        <ErrorBoundary key={location}>
          <Switch>
            {PAGES.map(({ path, page }) => (
              <Route key={path} path={path} component={page} />
            ))}
            <Route path="/history/:id">{({ id }) => <RunPage key={id} id={id} />}</Route>
          </Switch>
        </ErrorBoundary>
      </AppShell.Main>
      <CommandPalette />
      {hovering && (
        <Overlay fixed className={classes.drop} backgroundOpacity={0} zIndex={400}>
          <IconFileDownload size={40} stroke={1.5} />
          <Text fw={650} fz="xl">
            {text.shell.drop}
          </Text>
          <Text c="dimmed">{text.shell.dropHint}</Text>
        </Overlay>
      )}
    </AppShell>
  );
}
