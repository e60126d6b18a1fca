<?php
/**
 * What the status page tells other sites.
 *
 * @package Tocsin
 */

declare( strict_types=1 );

defined( 'ABSPATH' ) || exit;

/** One notice, as `banner.json` says it. Everything in it comes from outside and is escaped where it is shown. */
final class Tocsin_Notice {
	private const SEVERITIES       = array( 'operational', 'degraded', 'partial', 'major', 'maintenance', 'unknown' );
	private const ALTERNATIVES_MAX = 3;
	private const TEXT_MAX         = 2000;

	/**
	 * @param string                                   $severity     One of SEVERITIES.
	 * @param string                                   $lang         The language of the words, or nothing where the page does not say.
	 * @param string                                   $label        What the text begins with where that is not the reader's language.
	 * @param string                                   $title        What is wrong.
	 * @param string                                   $text         What to know and do.
	 * @param string                                   $link         Where to read more.
	 * @param array<int, array{name: string, link: string}> $alternatives What works instead.
	 * @param int                                      $generated_at When the page said so, in seconds.
	 * @param int                                      $stale_after  From when it is too old to be called current, in seconds.
	 * @param string                                   $key          Changes with the words.
	 */
	private function __construct(
		public readonly string $severity,
		public readonly string $lang,
		public readonly string $label,
		public readonly string $title,
		public readonly string $text,
		public readonly string $link,
		public readonly array $alternatives,
		public readonly int $generated_at,
		public readonly int $stale_after,
		public readonly string $key
	) {}

	/**
	 * Reads a body of `banner.json`. Returns false when it is not one: an answer that cannot be understood is no news.
	 *
	 * @param mixed $said What was decoded.
	 * @return self|null|false The notice, null when there is nothing to tell, false when this is no answer.
	 */
	public static function read( $said ) {
		if ( null === $said ) {
			return null;
		}
		if ( ! is_array( $said ) || ! is_int( $said['generatedAt'] ?? null ) || ! is_int( $said['staleAfter'] ?? null ) ) {
			return false;
		}
		$title = self::text( $said['title'] ?? null );
		if ( '' === $title || ! in_array( $said['severity'] ?? null, self::SEVERITIES, true ) ) {
			return false;
		}
		$exercise = self::text( $said['exercise'] ?? null );
		return new self(
			$said['severity'],
			in_array( $said['lang'] ?? null, array( 'fr', 'en' ), true ) ? $said['lang'] : '',
			self::text( $said['label'] ?? null ),
			trim( $exercise . ' ' . $title ),
			self::text( $said['text'] ?? null ),
			self::link( $said['link'] ?? null, array( 'https', 'http' ) ),
			self::ways( $said['alternatives'] ?? null ),
			intdiv( $said['generatedAt'], 1000 ),
			intdiv( $said['staleAfter'], 1000 ),
			self::text( $said['key'] ?? null )
		);
	}

	/** @param mixed $said What should be words. */
	private static function text( $said ): string {
		return is_string( $said ) ? mb_substr( trim( $said ), 0, self::TEXT_MAX ) : '';
	}

	/**
	 * @param mixed              $said      What should be an address.
	 * @param array<int, string> $protocols What it may begin with.
	 */
	private static function link( $said, array $protocols ): string {
		return is_string( $said ) ? esc_url_raw( $said, $protocols ) : '';
	}

	/**
	 * @param mixed $said What should be a list.
	 * @return array<int, array{name: string, link: string}>
	 */
	private static function ways( $said ): array {
		$ways = array();
		foreach ( is_array( $said ) ? $said : array() as $way ) {
			$name = self::text( is_array( $way ) ? ( $way['name'] ?? null ) : null );
			$link = self::link( is_array( $way ) ? ( $way['link'] ?? null ) : null, array( 'https', 'http', 'tel', 'sms', 'mailto' ) );
			if ( '' !== $name && '' !== $link && count( $ways ) < self::ALTERNATIVES_MAX ) {
				$ways[] = compact( 'name', 'link' );
			}
		}
		return $ways;
	}
}
