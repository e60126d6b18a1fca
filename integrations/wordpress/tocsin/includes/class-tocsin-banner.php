<?php
/**
 * The notice as a visitor sees it.
 *
 * @package Tocsin
 */

declare( strict_types=1 );

defined( 'ABSPATH' ) || exit;

/** Rendered with the page, so that it needs no script; the script only closes it and keeps its age true. */
final class Tocsin_Banner {
	/** @param string $assets Address of the folder with the style and the script. */
	public static function register( string $assets ): void {
		add_action(
			'wp_enqueue_scripts',
			static function () use ( $assets ): void {
				wp_register_style( 'tocsin', $assets . 'banner.css', array(), TOCSIN_VERSION );
				wp_register_script( 'tocsin', $assets . 'banner.js', array(), TOCSIN_VERSION, true );
				if ( Tocsin_Settings::load()->everywhere && null !== self::latest()['notice'] ) {
					self::dress();
				}
			}
		);
		add_action(
			'wp_body_open',
			static function (): void {
				if ( Tocsin_Settings::load()->everywhere ) {
					// Escaped piece by piece where it is put together.
					echo self::html( self::latest(), true ); // phpcs:ignore WordPress.Security.EscapeOutput
				}
			}
		);
		add_shortcode( 'tocsin', array( self::class, 'shortcode' ) );
	}

	/** What `[tocsin]` becomes: the notice, or a sentence that there is none. */
	public static function shortcode(): string {
		self::dress();
		$latest = self::latest();
		if ( null !== $latest['notice'] ) {
			return self::html( $latest, false );
		}
		if ( '' === Tocsin_Settings::load()->origin ) {
			return '';
		}
		$words = $latest['heard']
			? __( 'No notice at present.', 'tocsin' )
			: __( 'We cannot reach our status page at the moment.', 'tocsin' );
		return '<p class="tocsin-none">' . esc_html( $words ) . '</p>';
	}

	/** @return array{notice: ?Tocsin_Notice, heard: bool} */
	private static function latest(): array {
		static $latest = null;
		$settings      = Tocsin_Settings::load();
		$latest      ??= ( new Tocsin_Source( $settings, $settings->spoken() ) )->latest();
		return $latest;
	}

	private static function dress(): void {
		wp_enqueue_style( 'tocsin' );
		wp_enqueue_script( 'tocsin' );
	}

	/**
	 * @param array{notice: ?Tocsin_Notice, heard: bool} $latest    What is known.
	 * @param bool                                       $closeable Whether a visitor may close it.
	 */
	private static function html( array $latest, bool $closeable ): string {
		$notice = $latest['notice'];
		if ( null === $notice ) {
			return '';
		}
		$more = '' === $notice->link ? '' : sprintf(
			' <a href="%s">%s</a>',
			esc_url( $notice->link ),
			esc_html__( 'Learn more', 'tocsin' )
		);
		return sprintf(
			'<section class="tocsin-banner tocsin-%s" lang="%s" aria-label="%s" data-key="%s"%s><p><strong%s>%s</strong> – %s%s</p>%s%s</section>',
			esc_attr( $notice->severity ),
			esc_attr( Tocsin_Settings::load()->spoken() ),
			esc_attr__( 'Notice', 'tocsin' ),
			esc_attr( $notice->key ),
			$closeable ? ' data-close="' . esc_attr__( 'Close', 'tocsin' ) . '"' : '',
			self::lang( $notice ),
			esc_html( $notice->title ),
			self::words( $notice ),
			$more,
			self::ways( $notice ),
			self::age( $notice, $latest['heard'] )
		);
	}

	/**
	 * Words that are not translated yet are those of another language; the sentence that says so is not.
	 *
	 * @param Tocsin_Notice $notice What is shown.
	 */
	private static function words( Tocsin_Notice $notice ): string {
		if ( '' === $notice->label || ! str_starts_with( $notice->text, $notice->label ) ) {
			return esc_html( $notice->text );
		}
		$rest = trim( substr( $notice->text, strlen( $notice->label ) ) );
		return esc_html( $notice->label ) . ' <span' . self::lang( $notice ) . '>' . esc_html( $rest ) . '</span>';
	}

	private static function lang( Tocsin_Notice $notice ): string {
		$spoken = '' !== $notice->lang && Tocsin_Settings::load()->spoken() !== $notice->lang;
		return $spoken ? ' lang="' . esc_attr( $notice->lang ) . '"' : '';
	}

	private static function ways( Tocsin_Notice $notice ): string {
		$links = array_map(
			static fn( array $way ): string => sprintf(
				'<a href="%s">%s</a>',
				esc_url( $way['link'], array( 'https', 'http', 'tel', 'sms', 'mailto' ) ),
				esc_html( $way['name'] )
			),
			$notice->alternatives
		);
		if ( array() === $links ) {
			return '';
		}
		return '<p>' . esc_html__( 'What works:', 'tocsin' ) . ' ' . implode( ' ', $links ) . '</p>';
	}

	/**
	 * How old the words are, and whether anybody still stands behind them.
	 *
	 * @param Tocsin_Notice $notice What is shown.
	 * @param bool          $heard  Whether the page answers.
	 */
	private static function age( Tocsin_Notice $notice, bool $heard ): string {
		$when = sprintf(
			'<time datetime="%s">%s</time>',
			esc_attr( gmdate( 'Y-m-d\TH:i:s\Z', $notice->generated_at ) ),
			esc_html( wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), $notice->generated_at ) )
		);
		$words = $heard && time() <= $notice->stale_after
			/* translators: %s: date and time. */
			? __( 'True on %s.', 'tocsin' )
			/* translators: %s: date and time. */
			: __( 'Our status page does not answer at the moment. This was true on %s.', 'tocsin' );
		return '<small>' . sprintf( esc_html( $words ), $when ) . '</small>';
	}
}
