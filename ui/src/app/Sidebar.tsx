import { ActionIcon, Kbd, Text, Tooltip, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { spotlight } from "@mantine/spotlight";
import { IconCloudUpload, IconLock, IconMoon, IconSearch, IconSun } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";
import { text } from "../i18n";
import { useRemoteChoices } from "../shared/query/endpoints";
import { Logo } from "./Logo";
import { PAGES } from "./pages";
import classes from "./shell.module.css";
import { useThemeToggle } from "./useTheme";

/** Where one can go, and the promise that nothing leaves. */
export function Sidebar({ narrow }: { narrow: boolean }) {
  const words = text.shell;
  const [location] = useLocation();
  const here = (path: string) =>
    path === "/" ? location === "/" : location === path || location.startsWith(`${path}/`);
  return (
    <div className={classes.sidebar} data-narrow={narrow}>
      <div className={classes.brand}>
        <Logo size={26} />
        {!narrow && <span>{words.name}</span>}
      </div>
      <Tooltip label={words.search} position="right" disabled={!narrow}>
        <UnstyledButton
          className={classes.search}
          aria-label={narrow ? words.search : undefined}
          data-testid="palette-open"
          onClick={spotlight.open}
        >
          <IconSearch size={16} stroke={1.75} aria-hidden />
          {!narrow && (
            <>
              <span className={classes.grow}>{words.searchShort}</span>
              <Kbd size="xs" aria-hidden>
                Ctrl K
              </Kbd>
            </>
          )}
        </UnstyledButton>
      </Tooltip>
      <div className={classes.links}>
        {PAGES.map(({ id, path, icon: Icon }, index) => (
          <Tooltip
            key={id}
            label={`${words.nav[id]} · Ctrl ${index + 1}`}
            position="right"
            openDelay={100}
            disabled={!narrow}
          >
            <UnstyledButton
              component={Link}
              href={path}
              className={classes.link}
              data-testid={`nav-${id}`}
              data-here={here(path)}
              aria-current={here(path) ? "page" : undefined}
              aria-label={words.nav[id]}
            >
              <Icon size={18} stroke={1.75} aria-hidden />
              {!narrow && words.nav[id]}
            </UnstyledButton>
          </Tooltip>
        ))}
      </div>
      <div className={classes.grow} />
      <div className={classes.bottom}>
        <Whereabouts narrow={narrow} />
        <ThemeToggle />
      </div>
    </div>
  );
}

/** Whether texts stay on this computer, as the models are chosen now. */
function Whereabouts({ narrow }: { narrow: boolean }) {
  const hosts = useRemoteChoices().flatMap(({ host, here }) => (here ? [] : [host]));
  const away = hosts.length > 0;
  const said = away ? text.endpoints.goesTo(hosts.join(", ")) : text.shell.offline;
  const why = away ? text.endpoints.warning : text.shell.offlineWhy;
  const Sign = away ? IconCloudUpload : IconLock;
  return (
    <Tooltip label={narrow ? `${said}. ${why}` : why} position="right" multiline w={240}>
      <div className={classes.offline} data-away={away} data-testid="offline">
        <Sign size={14} aria-hidden />
        {narrow ? (
          <VisuallyHidden>{said}</VisuallyHidden>
        ) : (
          <Text span size="xs">
            {said}
          </Text>
        )}
      </div>
    </Tooltip>
  );
}

function ThemeToggle() {
  const { dark, toggle } = useThemeToggle();
  const label = text.shell.themeToggle(dark ? text.shell.themes.dark : text.shell.themes.light);
  return (
    <Tooltip label={label} position="right">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        data-testid="theme-toggle"
        onClick={toggle}
      >
        {dark ? <IconSun size={17} /> : <IconMoon size={17} />}
      </ActionIcon>
    </Tooltip>
  );
}
