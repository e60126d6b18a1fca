import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useWords } from "../words.ts";
import { findPlaces, type NamedPlace, placeNamesQuery } from "./place-names.ts";

const shownMax = 12;

/** Finds a place on the map by typing its name, with or without its accents. */
export function PlaceSearch({ choose }: { choose: (place: NamedPlace) => void }) {
  const { t, number } = useWords();
  const places = useQuery(placeNamesQuery).data?.places ?? [];
  if (places.length === 0) return null;
  const labelOf = ({ name, people }: NamedPlace) =>
    `${name} · ${t("audience.count", { count: people, n: number(people) })}`;
  return (
    <Select
      label={t("question.map.find")}
      description={t("question.map.findHint")}
      leftSection={<Search aria-hidden size={14} />}
      searchable
      limit={shownMax}
      nothingFoundMessage={t("question.map.nowhere")}
      data={places.map((place) => ({ value: place.name, label: labelOf(place) }))}
      filter={({ search, limit }) =>
        findPlaces(places, search.split(" · ")[0] ?? "")
          .slice(0, limit)
          .map((place) => ({ value: place.name, label: labelOf(place) }))
      }
      onChange={(name) => {
        const place = places.find((one) => one.name === name);
        if (place) choose(place);
      }}
    />
  );
}
