import { Button, type ButtonProps } from "@mantine/core";
import { useId } from "react";
import { text } from "../../i18n";
import classes from "./FileChooser.module.css";

interface FileChooserProps extends Pick<ButtonProps, "variant" | "size" | "leftSection"> {
  label: string;
  testId: string;
  onFiles: (files: File[]) => void;
}

/** A button that opens files of this computer. */
export function FileChooser({ label, testId, onFiles, ...button }: FileChooserProps) {
  const id = useId();
  return (
    <span className={classes.chooser}>
      <input
        id={id}
        type="file"
        multiple
        className={classes.input}
        data-testid={testId}
        aria-label={text.document.openLabel}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // Emptied, so that the same file can be chosen once more.
          event.currentTarget.value = "";
          if (files.length > 0) {
            onFiles(files);
          }
        }}
      />
      <Button component="label" htmlFor={id} aria-hidden {...button}>
        {label}
      </Button>
    </span>
  );
}
