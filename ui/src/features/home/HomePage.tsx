import { Stack } from "@mantine/core";
import { text } from "../../i18n";
import { Page } from "../../shared/layout/Page";
import { Arrivals } from "./Arrivals";
import classes from "./home.module.css";
import { ModelStates } from "./ModelStates";
import { RecentRuns } from "./RecentRuns";
import { SampleCards } from "./SampleCards";

/** Where one begins: bring documents, try a sample, go on with what was done. */
export function HomePage() {
  return (
    <Page title={text.home.title} lead={text.home.lead}>
      <Stack gap="xl">
        <Arrivals />
        <SampleCards />
        <div className={classes.columns}>
          <RecentRuns />
          <ModelStates />
        </div>
      </Stack>
    </Page>
  );
}
